package main

import (
	"bytes"
	"regexp"
	"slices"
	"testing"

	"minutebook/generator/minutes"
	"minutebook/templates"
)

// TestColours holds that the papers against which colours are measured are those of the style sheet.
func TestColours(t *testing.T) {
	style, err := templates.Files.ReadFile("style.css")
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{"paper", "leaf", "on-accent"} {
		var got []string
		for _, m := range regexp.MustCompile(`(?m)^ +--`+name+`: (#[0-9a-f]{6});`).FindAllSubmatch(style, 2) {
			got = append(got, string(m[1]))
		}
		if want := []string{minutes.LightPaper[i], minutes.DarkPaper[i]}; !slices.Equal(got, want) {
			t.Errorf("--%s is %v, and colours are measured against %v", name, got, want)
		}
	}
}

// TestBraces holds that every brace of the style sheet has its other: after one too many, a browser passes over the next rule.
func TestBraces(t *testing.T) {
	style, err := templates.Files.ReadFile("style.css")
	if err != nil {
		t.Fatal(err)
	}
	open := 0
	for i, line := range bytes.Split(style, []byte("\n")) {
		for _, c := range line {
			switch c {
			case '{':
				open++
			case '}':
				open--
			}
		}
		if open < 0 {
			t.Fatalf("line %d of the style sheet has a brace too many", i+1)
		}
	}
	if open > 0 {
		t.Errorf("%d braces of the style sheet are not closed", open)
	}
}

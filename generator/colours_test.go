package main

import (
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

//go:build race

package main

// defaultPairs is less where the race detector makes everything slow.
const defaultPairs = 400

// defaultRedactions is how many seeds the test of redacting takes in some 10 s.
const defaultRedactions = 35

//go:build !race

package main

// defaultPairs is how many the two-run test builds in some 20 s.
const defaultPairs = 1500

// defaultRedactions is how many seeds the test of redacting takes in some 10 s.
const defaultRedactions = 210

//go:build !race

package main

// defaultPairs takes some 10 s; make test compares more.
const defaultPairs = 2000

// defaultRedactions is how many seeds the test of redacting takes in some 10 s.
const defaultRedactions = 210

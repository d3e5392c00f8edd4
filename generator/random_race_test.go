//go:build race

package main

// defaultPairs is less where the race detector makes everything slow.
const defaultPairs = 400

// auditedContents is how many random contents are built and looked through in some 20 s.
const auditedContents = 20

// defaultRedactions is how many seeds the test of redacting takes in some 10 s.
const defaultRedactions = 35

// defaultEdits is how many edits of random contents the test of rebuilding makes in some 20 s.
const defaultEdits = 60

// everyNth pair of a relation and a change is tried by the test of rebuilding across bodies.
const everyNth = 9

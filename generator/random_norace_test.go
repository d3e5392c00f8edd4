//go:build !race

package main

// defaultPairs takes some 10 s; make test compares more.
const defaultPairs = 2000

// auditedContents is how many random contents are built and looked through in some 20 s.
const auditedContents = 200

// defaultRedactions is how many seeds the test of redacting takes in some 10 s.
const defaultRedactions = 210

// defaultEdits is how many edits of random contents the test of rebuilding makes in some 20 s.
const defaultEdits = 1000

// everyNth pair of a relation and a change is tried by the test of rebuilding across bodies.
const everyNth = 1

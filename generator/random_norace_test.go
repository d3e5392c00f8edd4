//go:build !race

package main

// defaultPairs takes some 10 s; make test compares more.
const defaultPairs = 2000

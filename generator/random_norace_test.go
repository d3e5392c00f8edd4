//go:build !race

package main

// defaultPairs is how many the two-run test builds in some 20 s.
const defaultPairs = 1500

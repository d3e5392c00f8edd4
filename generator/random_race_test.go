//go:build race

package main

// defaultPairs is less where the race detector makes everything slow.
const defaultPairs = 400

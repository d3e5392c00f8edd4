package search

// Plain is a text as it is looked up.
var Plain = plain

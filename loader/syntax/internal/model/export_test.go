package model

// Levels are the sets of kernels of this machine, the plain ones first.
var Levels = levels

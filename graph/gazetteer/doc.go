// Package gazetteer knows actors and places before any article is read: their names, how else they are called and when,
// who held which office, what belongs to what.
package gazetteer

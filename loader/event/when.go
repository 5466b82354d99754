package event

import "entente/graph"

// when returns the date of the act at trigger t, "" if none is told.
func (w *work) when(t int32, article graph.Date, m graph.Modality) graph.Date {
	return ""
}

package gazetteer

// Near returns up to n entities whose names are spelt most like name, the nearest first.
func (g *Gazetteer) Near(name string, n int) []Index { return nil }

package gazetteer

import "entente/graph"

// Code returns the CAMEO actor code of entity i at date at: country and role ("RUSGOV", "PRKMIL"), or a code of its own ("IGOUNO").
func (g *Gazetteer) Code(i Index, at graph.Date) string { return g.entities[i].code }

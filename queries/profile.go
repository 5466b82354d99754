package queries

import (
	"cmp"
	"context"
	"slices"

	"entente/graph"
)

// offices are the predicates that tell what office somebody holds.
var offices = map[graph.Predicate]bool{"holds_position": true, "leader_of": true, "represents": true, "spokesperson_for": true}

// Show returns the profile of n.
func (ix *Index) Show(ctx context.Context, n graph.Node, o ShowOptions) (Profile, error) {
	limit := o.Limit
	if limit <= 0 {
		limit = 10
	}
	v := ix.view.Load()
	f, err := v.filter(rules{noJoin: o.NoJoin})
	if err != nil {
		return Profile{}, err
	}
	u, ok := v.number(n)
	if !ok {
		return Profile{}, &UnknownError{Name: string(n)}
	}
	p := Profile{Ref: v.ref(u), Code: v.str(u, strCode), Country: v.str(u, strCountry), Wikidata: v.str(u, strWikidata),
		Wikipedia: v.str(u, strWikipedia), Aliases: v.aliases(u), Offices: []Background{}, Background: []Background{},
		Said: []Evidence{}, About: []Evidence{}, Joined: f.joinedWith(u)}
	for _, w := range f.joins.others(u) {
		if p.Country == "" {
			p.Country = v.str(w, strCountry)
		}
		if p.Code == "" {
			p.Code = v.str(w, strCode)
		}
		for _, a := range append(v.aliases(w), v.str(w, strName)) {
			if a != p.Name && !slices.Contains(p.Aliases, a) {
				p.Aliases = append(p.Aliases, a)
			}
		}
	}
	articles := map[uint32]bool{}
	var since, until day
	var told, spoken []rowAt
	seenTold, seenSpoken := map[uint64]bool{}, map[uint64]bool{}
	f.eachRowOf(u, func(u, w uint32, c *csr, i uint32, up bool) bool {
		subject := (c.How[i]&howBackward == 0) == up
		switch c.How[i] & kindMask {
		case kindBackground:
			b := v.background(c, i, u, w, subject)
			if offices[b.Predicate] && subject {
				p.Offices = append(p.Offices, b)
			} else {
				p.Background = append(p.Background, b)
			}
			return true
		case kindAttribution:
			if subject && !seenSpoken[c.Event[i]] {
				seenSpoken[c.Event[i]] = true
				spoken = append(spoken, rowAt{c: c, row: i})
			}
			return true
		}
		if !seenTold[c.Event[i]] {
			seenTold[c.Event[i]] = true
			told = append(told, rowAt{c: c, row: i})
			articles[c.Article[i]] = true
		}
		if d := c.Date[i]; d != 0 {
			if since == 0 || d.first() < since.first() {
				since = d
			}
			if d.last() > until.last() || until == 0 {
				until = d
			}
		}
		return true
	})
	p.Statements, p.Articles, p.Since, p.Until = len(told), len(articles), since.date(), until.date()
	for _, list := range [][]Background{p.Offices, p.Background} {
		slices.SortFunc(list, func(a, b Background) int {
			return cmp.Or(cmp.Compare(a.Predicate, b.Predicate), cmp.Compare(a.From, b.From), cmp.Compare(a.Subject.ID, b.Subject.ID),
				cmp.Compare(a.Object.ID, b.Object.ID), cmp.Compare(a.Position, b.Position))
		})
	}
	p.Relations, _ = v.groups(f, u, limit, nil)
	newest := func(list []rowAt) []rowAt {
		slices.SortFunc(list, func(a, b rowAt) int {
			return cmp.Or(-cmp.Compare(a.c.Date[a.row], b.c.Date[b.row]), cmp.Compare(a.c.Event[a.row], b.c.Event[b.row]))
		})
		return list[:min(len(list), limit)]
	}
	for _, part := range []struct {
		rows []rowAt
		into *[]Evidence
	}{{newest(spoken), &p.Said}, {newest(told), &p.About}} {
		for _, r := range part.rows {
			e, ok, err := ix.evidence(ctx, v, r)
			if err != nil {
				return p, err
			}
			if ok {
				*part.into = append(*part.into, e)
			}
		}
	}
	return p, nil
}

func (v *view) background(c *csr, i, u, w uint32, subject bool) Background {
	fact := uint32(c.Event[i])
	b := Background{Predicate: graph.Predicate(v.tables.Predicates.get(uint32(c.Predicate[i]))), Subject: v.ref(u), Object: v.ref(w),
		Position: v.tables.Facts.Text.get(v.tables.Facts.Position[fact]), From: c.Date[i].date(), To: v.tables.Facts.To[fact].date(),
		Source: v.tables.Facts.Text.get(v.tables.Facts.Source[fact])}
	if !subject {
		b.Subject, b.Object = b.Object, b.Subject
	}
	if b.Source == "" {
		b.Source = "gazetteer"
	}
	return b
}

package graph

import (
	"encoding/binary"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
)

// A bulkArticle is what the manifest of an article is made of, small: there are many of them.
type bulkArticle struct {
	title, url, sha                  string
	publisher, lang, extractor, date string // shared among articles
	quads, statements                int
	sum                              quadSum
	entities                         []bulkRef // those that it mentions
}

// A bulkRef is an entity and its code, as numbers of names.
type bulkRef struct{ entity, code uint32 }

// names numbers texts that come again and again.
type names struct {
	numbers map[string]uint32
	list    []string
}

func (n *names) number(s string) uint32 {
	i, ok := n.numbers[s]
	if !ok {
		i = uint32(len(n.list))
		n.numbers[s] = i
		n.list = append(n.list, s)
	}
	return i
}

// shared is s, one copy for all.
func (n *names) shared(s string) string { return n.list[n.number(s)] }

// mentions finds the entities of one article.
type mentions struct {
	of *bulkArticle
	at map[uint32]int // index in of.entities, by entity
}

// ref is what the article says of entity e; it is added if it is not there.
func (m *mentions) ref(a *bulkArticle, e uint32) *bulkRef {
	if m.of != a {
		m.of, m.at = a, make(map[uint32]int, len(a.entities))
		for i, r := range a.entities {
			m.at[r.entity] = i
		}
	}
	i, ok := m.at[e]
	if !ok {
		i = len(a.entities)
		m.at[e] = i
		a.entities = append(a.entities, bulkRef{entity: e})
	}
	return &a.entities[i]
}

// describe adds the run to what is known of its article.
func (k *bulk) describe(id string) {
	a := k.articles[id]
	if a == nil {
		a = &bulkArticle{}
		k.articles[id] = a
		k.names.number("") // no code
	}
	node := k.run[0].Label
	for i := range k.run {
		q := &k.run[i]
		a.sum.add(*q)
		a.quads++
		switch pred, _ := q.Predicate.(quad.IRI); pred {
		case iriType:
			if q.Object == quad.Value(ontoEvent) {
				a.statements++
				k.statements++
			}
		case ontoCode:
			if s, ok := q.Subject.(quad.IRI); ok {
				k.mentions.ref(a, k.names.number(string(NodeOf(s)))).code = k.names.number(textOf(q.Object))
			}
		case ontoMentions:
			if o, ok := q.Object.(quad.IRI); ok {
				k.mentions.ref(a, k.names.number(string(NodeOf(o))))
			}
		}
		if q.Subject == node {
			k.metadata(a, q)
		}
	}
}

// metadata takes what a quad tells of the article itself.
func (k *bulk) metadata(a *bulkArticle, q *quad.Quad) {
	pred, _ := q.Predicate.(quad.IRI)
	switch pred {
	case iriTitle:
		a.title = textOf(q.Object)
	case iriURL:
		a.url = textOf(q.Object)
	case ontoSHA256:
		a.sha = textOf(q.Object)
	case iriPublisher:
		a.publisher = k.names.shared(textOf(q.Object))
	case iriLanguage:
		a.lang = k.names.shared(textOf(q.Object))
	case ontoExtractor:
		a.extractor = k.names.shared(textOf(q.Object))
	case iriDate:
		a.date = k.names.shared(textOf(q.Object))
	}
}

// manifest is the manifest of the article a. entities are all entities, with their variants.
func (k *bulk) manifest(id string, a *bulkArticle, entities map[Node]*bulkEntity) *manifest {
	m := &manifest{
		ID: id, SHA256: a.sha, Extractor: a.extractor, Title: a.title, Date: Date(a.date), Publisher: a.publisher, URL: a.url, Lang: a.lang,
		Quads: a.quads, Statements: a.statements, Sum: a.sum.String(),
	}
	for _, r := range a.entities {
		e := Node(k.names.list[r.entity])
		m.Entities = append(m.Entities, entityRef{ID: e, Variant: entities[e].variant, Code: k.names.list[r.code]})
	}
	return m
}

// writeRest writes the manifests, the records of entities and background, and the numbers of the graph.
func (k *bulk) writeRest(gen uint64) error {
	if err := k.t.add([]byte(generationKey), binary.BigEndian.AppendUint64(nil, gen)); err != nil {
		return err
	}
	entities, background := k.entityRecords()
	for _, id := range slices.Sorted(maps.Keys(k.articles)) {
		b, err := json.Marshal(k.manifest(id, k.articles[id], entities))
		if err != nil {
			return err
		}
		if err := k.t.add([]byte(recordPrefix+manifestPrefix+id), b); err != nil {
			return err
		}
	}
	puts := map[string][]byte{}
	for id, e := range entities {
		puts[recordPrefix+entityKey(id, e.variant)] = entityRecord(e.articles, e.name, e.data)
	}
	for key, n := range background {
		puts[recordPrefix+key] = binary.AppendUvarint(nil, n)
	}
	numbers := map[string][]byte{
		bucketMeta + "version": binary.LittleEndian.AppendUint64(nil, cayleyVersion),
		bucketMeta + "indexes": indexesJSON(),
		bucketMeta + "size":    binary.LittleEndian.AppendUint64(nil, uint64(k.quads)),
		bucketMeta + "horizon": binary.LittleEndian.AppendUint64(nil, uint64(k.next)),
	}
	for _, puts := range []map[string][]byte{puts, numbers} {
		for _, key := range slices.Sorted(maps.Keys(puts)) {
			if err := k.t.add([]byte(key), puts[key]); err != nil {
				return err
			}
		}
		// The log lies between the records and the numbers, so each has a table of its own.
		if err := k.t.cut(); err != nil {
			return err
		}
	}
	return nil
}

type bulkEntity struct {
	e        Entity
	articles uint64
	variant  string
	name     string
	data     []byte
}

// mentioned are the entities of all articles, as the background describes them.
func (k *bulk) mentioned() map[Node]*bulkEntity {
	entities := map[Node]*bulkEntity{}
	for _, a := range k.articles {
		for _, r := range a.entities {
			id := Node(k.names.list[r.entity])
			e := entities[id]
			if e == nil {
				e = &bulkEntity{e: Entity{ID: id}}
				entities[id] = e
			}
			e.articles++
		}
	}
	describeEntities(entities, k.background)
	return entities
}

// backgroundRecords notes background quads that no entity calls for, so that they are removed.
func (k *bulk) backgroundRecords() error {
	if len(k.background) == 0 {
		return nil
	}
	wanted := map[string]bool{}
	for _, e := range k.mentioned() {
		for _, q := range backgroundQuads(&e.e) {
			wanted[backgroundKey(q)] = true
		}
	}
	// The quads are in the log already, in the order of the runs of their label.
	h := hashValue(quad.IRI(BackgroundLabel))
	n, _ := k.values.find(&h)
	i := 0
	for _, r := range k.labels {
		if r.label != k.ids[n] {
			continue
		}
		for id := r.first; id <= r.last; id++ {
			if !wanted[backgroundKey(k.background[i])] {
				k.twice = append(k.twice, uint64(id))
				k.dropped++
			}
			i++
		}
	}
	return nil
}

func (k *bulk) entityRecords() (map[Node]*bulkEntity, map[string]uint64) {
	entities := k.mentioned()
	background := map[string]uint64{}
	for _, e := range entities {
		e.name = e.e.Name
		e.variant, e.data, _ = encodeEntity(&e.e)
		for _, q := range backgroundQuads(&e.e) {
			background[backgroundKey(q)]++
		}
	}
	return entities, background
}

// describeEntities fills in entities from background quads.
func describeEntities(entities map[Node]*bulkEntity, quads []quad.Quad) {
	type fact struct {
		f     Fact
		actor Node
	}
	types := map[Node]Type{}
	names := map[Node]string{}
	facts := map[Node]*fact{}
	var order []Node
	edges := map[Node][]Fact{}
	classes := map[Node]Type{}
	for _, t := range []Type{Person, Country, IGO, NGO, GovernmentBody, Military, Media, Party, Company, ArmedGroup, Place, Facility, EventType, Group, Topic} {
		classes[Class(t)] = t
	}
	for _, q := range quads {
		s, _ := q.Subject.(quad.IRI)
		p, _ := q.Predicate.(quad.IRI)
		o, _ := q.Object.(quad.IRI)
		subject, object := NodeOf(s), NodeOf(o)
		e := &Entity{}
		if x := entities[subject]; x != nil {
			e = &x.e
		}
		if strings.HasPrefix(string(subject), "fact:") {
			f := facts[subject]
			if f == nil {
				f = &fact{}
				facts[subject] = f
				order = append(order, subject)
			}
			switch p {
			case ontoPredicate:
				f.f.Predicate, _ = PredicateOf(o)
			case ontoActor:
				f.actor = object
			case ontoRecipient:
				f.f.Object = object
			case ontoPosition:
				f.f.Position = textOf(q.Object)
			case ontoFrom:
				f.f.From = Date(textOf(q.Object))
			case ontoTo:
				f.f.To = Date(textOf(q.Object))
			case ontoSource:
				f.f.Source = textOf(q.Object)
			}
			continue
		}
		switch p {
		case iriType:
			if t := classes[object]; types[subject] == "" || t < types[subject] {
				types[subject] = t
			}
		case iriLabel:
			if name := textOf(q.Object); names[subject] == "" || name < names[subject] {
				names[subject] = name
			}
		case iriAltLabel:
			e.Aliases = append(e.Aliases, textOf(q.Object))
		case ontoCountry:
			e.Country = textOf(q.Object)
		case ontoISO2:
			e.ISO2 = textOf(q.Object)
		case ontoWikipedia:
			e.Wikipedia = textOf(q.Object)
		case iriSameAs:
			e.Wikidata = strings.TrimPrefix(string(object), "wd:")
		default:
			if pred, ok := PredicateOf(p); ok {
				edges[subject] = append(edges[subject], Fact{Predicate: pred, Object: object})
			}
		}
	}
	told := map[Node]map[Fact]bool{}
	add := func(id Node, f Fact) {
		if e := entities[id]; e != nil {
			f.ObjectName, f.ObjectType = names[f.Object], types[f.Object]
			e.e.Facts = append(e.e.Facts, f)
		}
	}
	for _, node := range order {
		f := facts[node]
		if told[f.actor] == nil {
			told[f.actor] = map[Fact]bool{}
		}
		told[f.actor][Fact{Predicate: f.f.Predicate, Object: f.f.Object}] = true
		add(f.actor, f.f)
	}
	for id, list := range edges {
		for _, f := range list {
			if !told[id][f] {
				add(id, f)
			}
		}
	}
	for id, e := range entities {
		e.e.Name, e.e.Type = names[id], types[id]
	}
}

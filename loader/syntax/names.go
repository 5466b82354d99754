package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// titles are words before a person's name that are not a part of it.
var titles = func() map[string]bool {
	m := make(map[string]bool)
	for s := range strings.FieldsSeq(`Mr. Mr Mrs. Mrs Ms. Ms Miss Dr. Dr Prof. Professor Sir Lord Lady Dame President Vice Prime Minister Chancellor Premier
		Secretary Governor Gov. Senator Sen. Representative Rep. Congressman Congresswoman Ambassador Judge Justice Speaker Chairman
		Chairwoman General Gen. Colonel Col. Major Maj. Captain Capt. Lieutenant Lt. Sergeant Sgt. Admiral Adm. Marshal Commander
		King Queen Prince Princess Emperor Pope Archbishop Bishop Cardinal Father Reverend Rev. Rabbi Imam Sheikh Shaikh Ayatollah
		Mullah Director Foreign Defence Defense Deputy`) {
		m[s] = true
	}
	return m
}()

// settleNames makes the names of a document agree: titles are cut off persons' names; a word that is now this, now that kind
// of name is what it mostly is; and a proper noun that is a name elsewhere is one here.
func (d *Document) settleNames(w *workspace) {
	d.cutTitles()
	d.trimNames()
	d.bodies()
	if w.votes == nil {
		w.votes = make(map[uint64][3]int16)
	}
	clear(w.votes)
	vote := func(i int32, kind int) {
		h := hashForm(d.Form(int(i)))
		v := w.votes[h]
		if v[kind] < 1000 {
			v[kind]++
		}
		w.votes[h] = v
	}
	d.eachName(func(a, b int32, kind int) {
		// A person's full name speaks for the given and the family name.
		if b-a == 1 || kind == 0 {
			vote(b-1, kind)
		}
		if b-a > 1 && kind == 0 {
			vote(a, kind)
		}
	})
	if len(w.votes) == 0 {
		return
	}
	for _, s := range d.Sentences {
		for i := s.First; i < s.Last; i++ {
			inside := d.Names[i] != NoName && (d.Names[i]%2 == 0 || i+1 < s.Last && d.Names[i+1] == d.Names[i]+1)
			if inside || d.UPOS[i] != PROPN {
				continue
			}
			r, _ := utf8.DecodeRuneInString(d.Form(int(i)))
			if !unicode.IsUpper(r) {
				continue
			}
			v, ok := w.votes[hashForm(d.Form(int(i)))]
			if !ok {
				continue
			}
			best := 0
			for k := range v {
				if v[k] > v[best] {
					best = k
				}
			}
			if d.Names[i] == NoName {
				alone := (i == s.First || d.Names[i-1] == NoName && d.UPOS[i-1] != PROPN) && (i+1 >= s.Last || d.Names[i+1] == NoName && d.UPOS[i+1] != PROPN)
				if alone && v[best] >= 2 {
					d.Names[i] = BeginPER + NameTag(2*best)
				}
			} else if v[best] > v[(d.Names[i]-1)/2] {
				d.Names[i] = BeginPER + NameTag(2*best)
			}
		}
	}
}

// trimNames takes from a name's end what no name ends with.
func (d *Document) trimNames() {
	d.eachName(func(a, b int32, _ int) {
		for ; b > a; b-- {
			if u := d.UPOS[b-1]; u != ADP && u != DET && u != CCONJ && u != PART {
				return
			}
			d.Names[b-1] = NoName
		}
	})
}

// bodyWords end the names of organisations; those with an "of" may go on with it, those with an "and" also with "and".
var bodyWords = func() map[string]string {
	m := make(map[string]string)
	for how, words := range map[string]string{
		"": `Agency Airlines Airways Alliance Army Authority Brigade Coalition Command Co. Company Confederation Corp Corp. Corporation Directorate
			Foundation Front Inc Inc. Laboratory League Limited Ltd Ltd. Marines Militia Movement Navy Network Partnership Party Police Press
			Regiment Secretariat Times Tribunal Trust`,
		"of": `Academy Assembly Association Board Bureau Cabinet Chamber College Commission Committee Congress Consortium Council Court Federation
			Institute Institution Organisation Organization Parliament Senate Society Union University`,
		"and": `Department Ministry`,
	} {
		for s := range strings.FieldsSeq(words) {
			m[s] = how
		}
	}
	return m
}()

// bodies makes organisations of runs of proper nouns that hold a name and end as the names of organisations do: what a network
// takes for a place or cuts in two, "Labrador Court of Appeal", "State Department".
func (d *Document) bodies() {
	for _, s := range d.Sentences {
		for a := s.First; a < s.Last; a++ {
			b := d.run(a, s.Last)
			e := b
			for e > a {
				if _, ok := bodyWords[d.Form(int(e-1))]; ok {
					break
				}
				e--
			}
			if e > a && e == b {
				e = d.extent(b, s.Last)
			}
			if e > a+1 {
				d.organise(a, e, s.Last)
			}
			a = max(a, b-1, e-1)
		}
	}
}

// run is where the proper nouns from a on end.
func (d *Document) run(a, last int32) int32 {
	for a < last && d.UPOS[a] == PROPN {
		if r, _ := utf8.DecodeRuneInString(d.Form(int(a))); !unicode.IsUpper(r) {
			break
		}
		a++
	}
	return a
}

// extent is where the name of an organisation ends whose word for what it is ends at e.
func (d *Document) extent(e, last int32) int32 {
	how := bodyWords[d.Form(int(e-1))]
	if how == "" || e+1 >= last || d.Form(int(e)) != "of" {
		return e
	}
	c := e + 1
	if d.Form(int(c)) == "the" {
		c++
	}
	end := d.run(c, last)
	if end == c {
		return e
	}
	if how == "and" && end+1 < last && d.Form(int(end)) == "and" && d.Names[end-1] == NoName {
		if c = end + 1; d.run(c, last) > c {
			end = d.run(c, last)
		}
	}
	// A name that goes on goes on here.
	for end < last && d.Names[end] != NoName && d.Names[end]%2 == 0 {
		end++
	}
	return end
}

// organise makes an organisation of tokens that hold a name, but no person.
func (d *Document) organise(a, b, last int32) {
	for a > 0 && d.Names[a] != NoName && d.Names[a]%2 == 0 {
		a--
	}
	named := false
	for i := a; i < b; i++ {
		if d.Names[i] == BeginPER || d.Names[i] == InPER {
			return
		}
		named = named || d.Names[i] != NoName
	}
	if !named {
		return
	}
	d.Names[a] = BeginORG
	for i := a + 1; i < b; i++ {
		d.Names[i] = InORG
	}
	// What was a part of a name that began before is none any more.
	for ; b < last && d.Names[b] != NoName && d.Names[b]%2 == 0; b++ {
		d.Names[b] = NoName
	}
}

func (d *Document) cutTitles() {
	d.eachName(func(a, b int32, kind int) {
		if kind != 0 {
			return
		}
		for a < b-1 && titles[d.Form(int(a))] {
			d.Names[a] = NoName
			a++
		}
		d.Names[a] = BeginPER
	})
}

// eachName calls fn with the tokens [a, b) of every name and its kind: 0 person, 1 organisation, 2 place.
func (d *Document) eachName(fn func(a, b int32, kind int)) {
	for _, s := range d.Sentences {
		for a := s.First; a < s.Last; a++ {
			t := d.Names[a]
			if t%2 == 0 {
				continue
			}
			b := a + 1
			for b < s.Last && d.Names[b] == t+1 {
				b++
			}
			fn(a, b, int(t-1)/2)
			a = b - 1
		}
	}
}

// hashForm is FNV-1a.
func hashForm(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

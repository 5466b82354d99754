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
	if w.votes == nil {
		w.votes = make(map[uint64][3]int16)
	}
	clear(w.votes)
	d.eachName(func(a, b int32, kind int) {
		// A person's full name speaks for the family name.
		if b-a == 1 || kind == 0 {
			h := hashForm(d.Form(int(b - 1)))
			v := w.votes[h]
			if v[kind] < 1000 {
				v[kind]++
			}
			w.votes[h] = v
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

package sentence

// How an abbreviation behaves before a capital letter.
const (
	abbrNone   = iota
	abbrTitle  // a name follows, no sentence ends here: "Gen."
	abbrOther  // a sentence may end here: "Inc.", "a.m."
	abbrNumber // only before a number: "No. 10"
	abbrDay    // only before a number or comma: "Sat. 5 March"
)

// abbreviations are known without their full stop, in lower case.
var abbreviations = func() map[string]int {
	m := map[string]int{}
	for k, words := range map[int]string{
		abbrTitle:  "mr mrs ms mx dr drs prof gen col capt lt sgt cpl pvt sen rep reps sens gov pres hon rev adm maj cmdr cdr brig msgr supt insp det amb sec atty fr st ft mt messrs mlle mme vs cf eg ie ca approx esp viz asst dep min mgr pfc spc",
		abbrOther:  "inc ltd co corp plc llc bros jr sr esq etc al est dept univ assn ave blvd rd hwy intl govt jan feb apr jun jul aug sep sept oct nov dec mon tue tues thu thur thurs fri gen'l ext tel ed eds ph",
		abbrNumber: "no nos art mar fig figs vol para pp sect ch nr",
		abbrDay:    "sat sun wed",
	} {
		for w := range set(words) {
			if w[0] >= 'a' {
				m[w] = k
			}
		}
	}
	return m
}()

// abbreviation says what w, without its full stop, is.
func abbreviation(w string) int {
	if len(w) > 8 {
		return abbrNone
	}
	var buf [8]byte
	k := abbreviations[string(lower(buf[:0], w))]
	if k == abbrNone || class7(w[0]) == classUpper {
		return k
	}
	// In lower case only what is an abbreviation there too.
	switch w {
	case "vs", "etc", "al", "cf", "eg", "ie", "ca", "approx", "esp", "viz", "est", "dept", "no", "nos", "vol", "pp", "fig", "figs", "art", "para", "ed", "eds", "ext", "tel", "ch", "sect", "nr", "govt", "intl", "inc", "ltd", "corp":
		return k
	}
	return abbrNone
}

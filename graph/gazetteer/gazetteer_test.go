package gazetteer

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"entente/graph"
)

func first(g *Gazetteer, name string) graph.Node {
	if c := g.Lookup(name); len(c) > 0 {
		return g.ID(c[0].Entity)
	}
	return ""
}

func TestLookup(t *testing.T) {
	g := core0(t)
	for _, c := range []struct{ name, want string }{
		{"Kim Jong Un", "ent:kim-jong-un"},
		{"Kim Jong-un", "ent:kim-jong-un"},
		{"KIM JONG UN", "ent:kim-jong-un"},
		{"Jong Un Kim", "ent:kim-jong-un"},
		{"Sergey Shoygu", "ent:sergei-shoigu"},
		{"Shoigu's", "ent:sergei-shoigu"},
		{"Шойгу", "ent:sergei-shoigu"},
		{"Владимир Путин", "ent:vladimir-putin"},
		{"習近平", "ent:xi-jinping"},
		{"김정은", "ent:kim-jong-un"},
		{"Antony J. Blinken", "ent:antony-blinken"},
		{"Joseph R. Biden", "ent:joe-biden"},
		{"Volodymyr Zelenskyy", "ent:volodymyr-zelensky"},
		{"Recep Tayyip Erdoğan", "ent:recep-tayyip-erdogan"},
		{"Muammar Kadhafi", "ent:muammar-gaddafi"},
		{"the United States", "ent:united-states"},
		{"U.S.", "ent:united-states"},
		{"DPRK", "ent:north-korea"},
		{"Democratic People's Republic of Korea", "ent:north-korea"},
		{"Democratic People’s Republic of Korea", "ent:north-korea"},
		{"Georgia", "ent:georgia"},
		{"Turkiye", "ent:turkey"},
		{"Türkiye", "ent:turkey"},
		{"Burma", "ent:myanmar"},
		{"Côte d'Ivoire", "ent:ivory-coast"},
		{"East Timor", "ent:timor-leste"},
		{"NATO", "ent:nato"},
		{"Wagner Group", "ent:wagner-group"},
		{"Ronald Reagan", "ent:ronald-reagan"},
		{"George H. W. Bush", "ent:george-h-w-bush"},
		{"Yuliya Tymoshenko", "ent:yulia-tymoshenko"},
		{"Fyodor Tertitsky", "ent:fyodor-tertitsky"},
		{"Nobody of that name", ""},
		{"Russia A Federation", ""}, // initials are for persons
		{"", ""},
		{"the", ""},
		{"\xff\xfe", ""},
	} {
		if got := first(g, c.name); string(got) != c.want {
			t.Errorf("Lookup(%q) = %q, want %q", c.name, got, c.want)
		}
	}
}

func TestDemonym(t *testing.T) {
	g := core0(t)
	for word, want := range map[string]graph.Node{"Russian": "ent:russia", "North Koreans": "ent:north-korea", "Kazakh": "ent:kazakhstan", "Swiss": "ent:switzerland", "Dutch": "ent:netherlands",
		"Kyrgyz": "ent:kyrgyzstan", "Congolese": "ent:democratic-republic-of-the-congo", "Palestinians": "ent:palestine"} {
		if i, ok := g.Demonym(word); !ok || g.ID(i) != want {
			t.Errorf("Demonym(%q) = %v, want %s", word, i, want)
		}
	}
	if i, ok := g.Demonym("Moscow"); ok {
		t.Errorf("Demonym(Moscow) = %s, want none", g.ID(i))
	}
}

func TestWalk(t *testing.T) {
	g := core0(t)
	for _, c := range []struct {
		tokens string
		n      int
		want   graph.Node
	}{
		{"Vladimir Putin said", 2, "ent:vladimir-putin"},
		{"Kim Jong - un .", 3, "ent:kim-jong-un"}, // a hyphen is no word
		{"New York City streets", 3, "ent:new-york-city"},
		{"South Korea 's president", 2, "ent:south-korea"},
		{"Antony J. Blinken said", 3, "ent:antony-blinken"},
		{"Q Antony", 0, ""},
	} {
		var words []Word
		for _, tok := range strings.Fields(c.tokens) {
			words = g.Words(tok, words)
		}
		n, cs := g.Longest(words)
		if n != c.n || n > 0 && g.ID(cs[0].Entity) != c.want {
			t.Errorf("Longest(%q) = %d, %v, want %d, %s", c.tokens, n, cs, c.n, c.want)
		}
	}
}

func TestFold(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"U.S.", "us"}, {"US", "us"}, {"the Kremlin", "kremlin"}, {"The", "the"}, {"St.Petersburg", "st petersburg"}, {"Jong-un", "jong un"},
		{"Kim's", "kim"}, {"People’s", "people"}, {"peoples'", "peoples"}, {"São Tomé & Príncipe", "sao tome and principe"}, {"Łódź", "lodz"}, {"İzmir", "izmir"},
		{"  a   b ", "a b"}, {"Шойгу", "шоигу"}, {"Al-Qa'ida", "al qaida"}, {"C.J.", "cj"}, {"", ""}, {"—", ""},
	} {
		if got := Fold(c.in); got != c.want {
			t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestKeyJoinsSpellings(t *testing.T) {
	for _, names := range [][]string{
		{"Sergei Shoigu", "Sergey Shoygu", "Serguei Shoigou"},
		{"Muammar Gaddafi", "Muammar Qaddafi", "Muammar Kadhafi"},
		{"Volodymyr Zelensky", "Volodymyr Zelenskyy", "Vladimir Zelenskiy"},
		{"Center for Defense", "Centre for Defence"},
		{"Kyiv", "Kiev"},
	} {
		for _, n := range names[1:] {
			if Key(n) != Key(names[0]) {
				t.Errorf("Key(%q) = %q, Key(%q) = %q", n, Key(n), names[0], Key(names[0]))
			}
		}
	}
	for _, pair := range [][2]string{{"Kim Jong Un", "Kim Jong Il"}, {"Iran", "Iraq"}, {"Niger", "Nigeria"}, {"Austria", "Australia"}} {
		if Key(pair[0]) == Key(pair[1]) {
			t.Errorf("%q and %q have one key", pair[0], pair[1])
		}
	}
}

func TestHolders(t *testing.T) {
	g := core0(t)
	for _, c := range []struct {
		office string
		of     graph.Node
		at     graph.Date
		want   graph.Node
	}{
		{"Defence Minister", "ent:russia", "2023-07-25", "ent:sergei-shoigu"},
		{"Defence Minister", "ent:russia", "2024-06-20", "ent:andrei-belousov"},
		{"foreign minister", "ent:north-korea", "2023-09", "ent:choe-son-hui"},
		{"Secretary of State", "ent:united-states", "2023-09-12", "ent:antony-blinken"},
		{"Secretary of State", "ent:united-states", "2019-05-01", "ent:mike-pompeo"},
		{"president", "ent:united-states", "1985", "ent:ronald-reagan"},
		{"Prime Minister", "ent:united-kingdom", "1985-06", "ent:margaret-thatcher"},
		{"president", "ent:ukraine", "2016", "ent:petro-poroshenko"},
		{"Secretary-General", "ent:united-nations", "2003", "ent:kofi-annan"},
		{"secretary general", "ent:nato", "2023", "ent:jens-stoltenberg"},
		{"Chancellor", "ent:germany", "2010", "ent:angela-merkel"},
		{"Prime Minister", "ent:japan", "2023-09", "ent:fumio-kishida"},
	} {
		of, ok := g.ByID(c.of)
		if !ok {
			t.Fatalf("no %s", c.of)
		}
		hs := g.HoldersOf(c.office, of, c.at)
		if len(hs) == 0 || !slices.ContainsFunc(hs, func(h Holder) bool { return g.ID(h.Person) == c.want }) {
			t.Errorf("%s of %s at %s: no %s in %v", c.office, c.of, c.at, c.want, hs)
			continue
		}
		for _, h := range hs {
			if !h.Holds(c.at) {
				t.Errorf("%s of %s: %v does not hold at %s", c.office, c.of, h, c.at)
			}
		}
	}
}

func TestLeaderOf(t *testing.T) {
	g := core0(t)
	for _, c := range []struct {
		of   graph.Node
		at   graph.Date
		want graph.Node
	}{
		{"ent:north-korea", "2023-09-12", "ent:kim-jong-un"},
		{"ent:russia", "2010-06-01", "ent:dmitry-medvedev"},
		{"ent:germany", "2015-01-01", "ent:angela-merkel"},
		{"ent:united-kingdom", "2023-09-12", "ent:rishi-sunak"},
		{"ent:iran", "2023-09-12", "ent:ali-khamenei"},
		{"ent:hamas", "2023-11-01", "ent:ismail-haniyeh"},
	} {
		of, _ := g.ByID(c.of)
		if i, ok := g.LeaderOf(of, c.at); !ok || g.ID(i) != c.want {
			t.Errorf("leader of %s at %s: %v, want %s", c.of, c.at, i, c.want)
		}
	}
}

func TestCode(t *testing.T) {
	g := core0(t)
	for _, c := range []struct {
		id   graph.Node
		at   graph.Date
		want string
	}{
		{"ent:russia", "", "RUS"},
		{"ent:kosovo", "", "KSV"},
		{"ent:united-nations", "", "IGOUNO"},
		{"ent:sergei-shoigu", "2023-07-25", "RUSGOV"},
		{"ent:kim-jong-un", "2023-09-12", "PRKGOV"},
		{"ent:ronald-reagan", "1985-01-30", "USAGOV"},
		{"ent:ronald-reagan", "1995", "USAELI"},
		{"ent:ronald-reagan", "", "USAGOV"}, // undated: the weightiest office
		{"ent:valery-gerasimov", "2023", "RUSMIL"},
		{"ent:ismail-haniyeh", "2023-11", "PSEREB"},
		{"ent:petro-poroshenko", "2022-01-01", "UKRELI"},
		{"ent:alexei-navalny", "2020-08-20", "RUS"},
	} {
		i, ok := g.ByID(c.id)
		if !ok {
			t.Errorf("no %s", c.id)
			continue
		}
		got := g.Entity(i, c.at).Code
		if c.want == "PSEREB" || c.want == "RUS" {
			if !strings.HasPrefix(got, c.want[:3]) {
				t.Errorf("code of %s at %q: %q, want %s...", c.id, c.at, got, c.want[:3])
			}
		} else if got != c.want {
			t.Errorf("code of %s at %q: %q, want %q", c.id, c.at, got, c.want)
		}
	}
}

func TestFacts(t *testing.T) {
	g := core0(t)
	for _, c := range []struct {
		id        graph.Node
		predicate graph.Predicate
		object    graph.Node
	}{
		{"ent:pyongyang", "capital_of", "ent:north-korea"},
		{"ent:france", "member_of", "ent:nato"},
		{"ent:vladimir-putin", "leader_of", "ent:russia"},
		{"ent:antony-blinken", "holds_position", "ent:united-states"},
		{"ent:antony-blinken", "national_of", "ent:united-states"},
		{"ent:wagner-group", "located_in", "ent:russia"},
	} {
		i, ok := g.ByID(c.id)
		if !ok {
			t.Errorf("no %s", c.id)
			continue
		}
		if facts := g.Entity(i, "").Facts; !slices.ContainsFunc(facts, func(f graph.Fact) bool { return f.Predicate == c.predicate && f.Object == c.object && f.Source != "" }) {
			t.Errorf("%s: no %s %s in %v", c.id, c.predicate, c.object, facts)
		}
	}
}

func TestNear(t *testing.T) {
	g := core0(t)
	for _, c := range []struct {
		name string
		want graph.Node
	}{
		{"Sergei Shoigo", "ent:sergei-shoigu"}, {"Vladimir Puttin", "ent:vladimir-putin"}, {"Pyongyangg", "ent:pyongyang"}, {"Untied Nations", "ent:united-nations"}, {"Norht Korea", "ent:north-korea"},
	} {
		near := g.Near(c.name, 3)
		if len(near) == 0 || !slices.ContainsFunc(near, func(i Index) bool { return g.ID(i) == c.want }) {
			t.Errorf("Near(%q) = %v, want %s", c.name, near, c.want)
		}
	}
	if near := g.Near("qqqqqqqqqqqq", 3); len(near) > 0 {
		t.Errorf("Near of nonsense = %v", near)
	}
	if g.Near("", 3) != nil || g.Near("Kim", 0) != nil {
		t.Error("Near of nothing finds something")
	}
}

// The ids of the core are in order and no two are equal; countries have both codes.
func TestIDs(t *testing.T) {
	g := core0(t)
	for i := Index(0); int(i) < g.Len(); i++ {
		if i > 0 && g.ID(i) <= g.ID(i-1) {
			t.Fatalf("%s after %s", g.ID(i), g.ID(i-1))
		}
		if k, ok := g.ByID(g.ID(i)); !ok || k != i {
			t.Fatalf("ByID(%s) = %d, want %d", g.ID(i), k, i)
		}
		if g.Name(i) == "" || !slices.Contains(types, g.Type(i)) {
			t.Errorf("%s: name %q, type %q", g.ID(i), g.Name(i), g.Type(i))
		}
		if g.Type(i) == graph.Person && strings.ContainsAny(g.Name(i), "[]{}()") {
			t.Errorf("%s is called %q", g.ID(i), g.Name(i))
		}
	}
}

// Every row of our own tables is in the core, its codes are codes, the tables are sorted and no id stands in two of them.
func TestOwnTables(t *testing.T) {
	g := core0(t)
	files, err := filepath.Glob("tables/*.tsv")
	if err != nil || len(files) < 8 {
		t.Fatal(files, err)
	}
	seen := map[string]string{}
	for _, f := range files {
		tab, err := ReadFiles(f)
		if err != nil {
			t.Error(err)
			continue
		}
		last := ""
		for _, e := range tab.Entities {
			if e.ID <= last {
				t.Errorf("%s: %s after %s", e.where, e.ID, last)
			}
			last = e.ID
			if other := seen[e.ID]; other != "" {
				t.Errorf("%s: %s also at %s", e.where, e.ID, other)
			}
			seen[e.ID] = e.where
			if e.Name == "" || e.Type == "" {
				t.Errorf("%s: %s wants a name and a type", e.where, e.ID)
			}
			if e.Code != "" && (len(e.Code) < 3 || len(e.Code)%3 != 0 || strings.ToUpper(e.Code[:3]) != e.Code[:3]) {
				t.Errorf("%s: code %q", e.where, e.Code)
			}
			i, ok := g.ByID(graph.Node("ent:" + e.ID))
			if !ok || g.Name(i) != e.Name || g.Type(i) != e.Type {
				t.Errorf("%s: %s is not in the core as it stands here: run make data", e.where, e.ID)
			}
		}
		for _, a := range tab.Aliases {
			i, ok := g.ByID(graph.Node("ent:" + a.ID))
			if !ok {
				t.Errorf("%s: no entity %s", a.where, a.ID)
			} else if found := slices.ContainsFunc(g.Lookup(a.Alias), func(c Candidate) bool { return c.Entity == i }); found == a.drop {
				t.Errorf("%s: %q of %s: found %v: run make data", a.where, a.Alias, a.ID, found)
			}
		}
		for _, o := range tab.Offices {
			for _, id := range []string{o.Person, o.Of} {
				if _, ok := g.ByID(graph.Node("ent:" + id)); !ok {
					t.Errorf("%s: no entity %s", o.where, id)
				}
			}
		}
	}
}

func table(t *testing.T, files map[string]string) []string {
	t.Helper()
	dir := t.TempDir()
	var out []string
	for name, text := range files {
		out = append(out, filepath.Join(dir, name))
		if err := os.WriteFile(out[len(out)-1], []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(out)
	return out
}

func TestUserTables(t *testing.T) {
	files := table(t, map[string]string{
		"a.tsv": "# our own\nid\ttype\tname\tcountry\tcameo\taliases\toffices\n" +
			"jo-test\tperson\tJo Test\tPRK\t\tJo the Tester|short:Tester\tminister;north-korea;Minister of Tests;2020-01;2021-12-31\n" +
			"sergei-shoigu\tperson\tSergey K. Shoygu\t\t\tdrop:Shoigu\t\n",
		"b.tsv": "person\trole\tof\ttitle\tfrom\tto\n" + "jo-test\tdefence_minister\tnorth-korea\tMinister of Defence\t2022-01-01\t\n",
		"c.tsv": "member\torganisation\tkind\n" + "jo-test\twagner-group\tmember\n",
		"d.tsv": "id\talias\tkind\tfrom\tto\n" + "ent:jo-test\tComrade T\ttitle\t2020\t2021\n",
	})
	g, err := Load(files...)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]graph.Node{"Jo the Tester": "ent:jo-test", "Sergey K. Shoygu": "ent:sergei-shoigu", "Sergei Shoigu": "ent:sergei-shoigu", "Comrade T": "ent:jo-test", "Vladimir Putin": "ent:vladimir-putin"} {
		if got := first(g, name); got != want {
			t.Errorf("Lookup(%q) = %q, want %q", name, got, want)
		}
	}
	i, _ := g.ByID("ent:jo-test")
	if got := g.Code(i, "2023-01-01"); got != "PRKGOV" {
		t.Errorf("code %q", got)
	}
	if n := len(g.Roles(i, "2022-06")); n != 1 {
		t.Errorf("%d roles in 2022", n)
	}
	if s, _ := g.ByID("ent:sergei-shoigu"); g.Name(s) != "Sergey K. Shoygu" || len(g.Offices(s)) == 0 {
		t.Errorf("shoigu is %q with %d offices", g.Name(s), len(g.Offices(s)))
	}
	for _, c := range g.Lookup("Shoigu") {
		if g.ID(c.Entity) == "ent:sergei-shoigu" {
			t.Error("a dropped alias is still there")
		}
	}
	if _, err := Load(filepath.Dir(files[0])); err != nil {
		t.Errorf("a folder: %v", err)
	}
}

func TestUserTableErrors(t *testing.T) {
	base := &Table{Entities: []EntityRow{{ID: "russia", Name: "Russia", Type: graph.Country}}}
	const head = "id\ttype\tname\tcountry\tprominence\tlat\taliases\toffices\n"
	for _, c := range []struct{ text, want string }{
		{"foo\tbar\n", "x.tsv:1: "},
		{"id\ttype\tname\tcolour\n", `x.tsv:1: column "colour"`},
		{"id\tid\n", `x.tsv:1: column "id" twice`},
		{head + "a\tperson\n", "x.tsv:2: 2 columns, want 8"},
		{head + "# note\n\na\tking\tA\t\t\t\t\t\n", `x.tsv:4: type "king"`},
		{head + "a b\tperson\tA\t\t\t\t\t\n", "x.tsv:2: id"},
		{head + "\tperson\tA\t\t\t\t\t\n", "x.tsv:2: empty id"},
		{head + "a\tperson\tA\t\tmany\t\t\t\n", `x.tsv:2: prominence "many"`},
		{head + "a\tperson\tA\t\t\t91\t\t\n", `x.tsv:2: lat "91"`},
		{head + "a\tperson\tA\t\t\t\t\tking;russia;King\n", `x.tsv:2: role "king"`},
		{head + "a\tperson\tA\t\t\t\t\thead_of_state;russia\n", "x.tsv:2: office"},
		{head + "a\tperson\tA\t\t\t\t\thead_of_state;russia;King;June\n", `x.tsv:2: office "head_of_state;russia;King;June": date "June"`},
		{head + "a\tperson\tA\t\t\t\t\thead_of_state;russia;King;2020-05;2019\n", "from 2020-05 is after to 2019"},
		{head + "a\tperson\tA\t\t\t\t\thead_of_state;nowhere-land;King;2020\n", `x.tsv:2: no entity "nowhere-land"`},
		{head + "a-new-one\t\t\t\t\t\t\t\n", "x.tsv:2: a new entity wants"},
		{"id\talias\tkind\n" + "nobody-here\tX\tname\n", `x.tsv:2: no entity "nobody-here"`},
		{"id\talias\tkind\n" + "russia\tX\tnick\n", `x.tsv:2: kind "nick"`},
		{"id\talias\tkind\tfrom\tto\n" + "russia\tX\tname\t2020\t2019\n", "x.tsv:2: from 2020 is after to 2019"},
		{"member\torganisation\tkind\n" + "russia\tnowhere-land\tmember\n", `x.tsv:2: no entity "nowhere-land"`},
	} {
		over, err := ReadFiles(table(t, map[string]string{"x.tsv": c.text})...)
		if err == nil {
			err = base.Merge(over)
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: error %v, want %q", c.text, err, c.want)
		}
	}
	if _, err := Load("no/such/file.tsv"); err == nil {
		t.Error("no error for a file that is not there")
	}
}

func TestCheck(t *testing.T) {
	files := table(t, map[string]string{"x.tsv": "id\ttype\tname\tcountry\tprominence\taliases\toffices\n" +
		"vladimir-putin-2\tperson\tVladimir Putin\tRUS\t98\t\t\n" + "kim-jong-un\tperson\tKim Jong Un\tPRK\t\t\t\n" + "tom-testman\tperson\tTom Testman\tUSA\t20\t\tminister;russia;Minister of Tests\n"})
	ps, err := Check(files...)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"x.tsv:2", "x.tsv:3", "x.tsv:4"} {
		if !slices.ContainsFunc(ps, func(p Problem) bool { return strings.HasSuffix(p.Where, want) }) {
			t.Errorf("no problem at %s in %v", want, ps)
		}
	}
}

func TestEncode(t *testing.T) {
	tab := &Table{
		Entities: []EntityRow{{ID: "b", Name: "Bee Land", Type: graph.Country, Country: "BEE", ISO2: "BB", Code: "BEE", Prominence: 90}, {ID: "a", Name: "Ann Bee", Type: graph.Person, Country: "BEE", Source: "x", Lat: -1.25},
			{ID: "c", Name: "City of Bees", Type: graph.Place, Country: "BEE", Population: 7}},
		Aliases:   []AliasRow{{ID: "a", Alias: "Bee", Kind: Short, From: "2020", To: "2021"}, {ID: "b", Alias: "Bees", Kind: Demonym}},
		Offices:   []OfficeRow{{Person: "a", Of: "b", Role: HeadOfState, Title: "Queen", From: "2020-01-01", Source: "x"}},
		Relations: []RelationRow{{Subject: "c", Kind: "capital_of", Object: "b", Source: "x"}},
	}
	g, err := Compile(tab)
	if err != nil {
		t.Fatal(err)
	}
	var one, two bytes.Buffer
	if err := g.Encode(&one, "test"); err != nil {
		t.Fatal(err)
	}
	again, err := Decode(one.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Encode(&two, "test"); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("written again, the bytes differ")
	}
	i, _ := again.ByID("ent:b")
	if l, ok := again.LeaderOf(i, "2022"); !ok || again.Name(l) != "Ann Bee" {
		t.Errorf("leader %v", l)
	}
	if c, ok := again.Capital(i); !ok || again.Name(c) != "City of Bees" {
		t.Errorf("capital %v", c)
	}
	tab.Entities = append(tab.Entities, EntityRow{ID: "a", Name: "Other", Type: graph.Person})
	if _, err := Compile(tab); err == nil || !strings.Contains(err.Error(), "entity a: twice") {
		t.Errorf("two of one id: %v", err)
	}
	for n := range one.Len() {
		if _, err := Decode(one.Bytes()[:n]); err == nil {
			t.Errorf("cut after %d of %d bytes: no error", n, one.Len())
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"U.S.", "Kim Jong-un's", "St.Petersburg", "São Tomé & Príncipe", "İ", "the the", "\xff", "ﬁ'S", "김정은", "’s"} {
		f.Add(s)
	}
	g, err := Core()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if strings.HasPrefix(once, " ") || strings.HasSuffix(once, " ") || strings.Contains(once, "  ") {
			t.Fatalf("Fold(%q) = %q", s, once)
		}
		Key(s)
		g.Lookup(s)
		g.Longest(g.Words(s, nil))
	})
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"tables/armed.tsv", "tables/people.tsv"} {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b[:2000]))
	}
	f.Add("id\talias\tkind\tfrom\tto\nrussia\tX\tname\t2020\t2021\n")
	f.Add("person\trole\tof\ttitle\nx\tminister\trussia\tMinister\n")
	f.Add("member\torganisation\tkind\na\tb\tmember\n")
	f.Fuzz(func(t *testing.T, text string) {
		tab := &Table{}
		if err := tab.Read(strings.NewReader(text), "x.tsv"); err != nil {
			if !strings.HasPrefix(err.Error(), "x.tsv") {
				t.Fatalf("error without a place: %v", err)
			}
			return
		}
		base := &Table{}
		if err := base.Merge(tab); err != nil {
			return
		}
		g, err := Compile(base)
		if err != nil {
			t.Fatal(err) // Merge has checked everything
		}
		for i := Index(0); int(i) < g.Len(); i++ {
			g.Entity(i, "2020")
		}
	})
}

func FuzzDecode(f *testing.F) {
	g, err := Compile(&Table{Entities: []EntityRow{{ID: "a", Name: "Ann Bee", Type: graph.Person}, {ID: "b", Name: "Bee", Type: graph.Country, Country: "BEE", ISO2: "BB"}},
		Offices: []OfficeRow{{Person: "a", Of: "b", Role: HeadOfState, Title: "Queen"}}, Relations: []RelationRow{{Subject: "a", Kind: "member_of", Object: "b"}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(magic + "x\n" + g.body))
	f.Fuzz(func(t *testing.T, raw []byte) {
		g, err := decode(raw)
		if err != nil {
			return
		}
		for i := Index(0); int(i) < g.Len(); i++ {
			g.Entity(i, "2020")
			g.Lookup(g.Name(i))
			g.OfficesOf(i)
		}
		g.Table()
	})
}

// No full name of our own tables means two actors of one type that are known equally well: one of them comes first.
func TestNoEqualNames(t *testing.T) {
	g := core0(t)
	tab, err := ReadFiles("tables")
	if err != nil {
		t.Fatal(err)
	}
	own := map[Index]bool{}
	for _, e := range tab.Entities {
		i, _ := g.ByID(graph.Node("ent:" + e.ID))
		own[i] = true
	}
	for _, a := range tab.Aliases {
		i, _ := g.ByID(graph.Node("ent:" + a.ID))
		if a.drop || a.Kind != Name {
			continue
		}
		for _, c := range g.Lookup(a.Alias) {
			if c.Entity > i && own[c.Entity] && c.Kind == Name && g.Type(c.Entity) == g.Type(i) && g.Prominence(c.Entity) == g.Prominence(i) {
				t.Errorf("%s: %q means %s and %s equally well", a.where, a.Alias, g.ID(i), g.ID(c.Entity))
			}
		}
	}
}

// What is made on demand is made for many at once.
func TestManyAsk(t *testing.T) {
	g, err := Decode(stored)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for _, name := range lookups {
				for _, c := range g.Lookup(name) {
					g.Entity(c.Entity, "2023-09-13")
					g.OfficesOf(c.Entity)
					g.About(c.Entity)
				}
			}
		})
	}
	wg.Wait()
	if got := first(g, "Kim Jong Un"); got != "ent:kim-jong-un" {
		t.Errorf("Kim Jong Un is %s", got)
	}
}

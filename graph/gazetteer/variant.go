package gazetteer

import "strings"

// variants are spellings of one word, mostly given names, that romanisations disagree about; they count as one word.
var variants = func() map[string]string {
	m := map[string]string{}
	for line := range strings.SplitSeq(spellings, "\n") {
		ws := strings.Fields(line)
		for _, w := range ws {
			m[w] = ws[0]
		}
	}
	return m
}()

const spellings = `sergey sergei sergej serguei serhiy serhii sergiy
andrey andrei andrej andriy andrii
alexey alexei aleksey aleksei aleksej oleksiy oleksii
nikolay nikolai nikolaj mykola
dmitry dmitri dmitriy dmitrii dimitri dmytro
alexander aleksandr alexandr aleksander oleksandr
alexandra aleksandra
evgeny yevgeny evgeniy yevgeniy evgenii yevgeni evgueni eugeny
yury yuri yuriy yurii iurii juri
mikhail michail mykhailo mikhailo
vladimir volodymyr wolodymyr uladzimir
petro pyotr petr
pavel pavlo
maxim maksim maksym
tatyana tatiana tetiana
yelena elena olena
yekaterina ekaterina kateryna
natalia nataliya natalya
ksenia kseniya
lyudmila ludmila lyudmyla
gennady gennadiy gennadi hennadiy
vasily vasiliy vasili vasyl
valery valeriy valeri valerii
vitaly vitaliy vitali vitalii
anatoly anatoliy anatoli anatolii
grigory grigoriy hryhoriy
georgy georgiy georgii heorhiy
fyodor fedor feodor
semyon semen semion
shoigu shoygu shoigou
gaddafi qaddafi kadhafi gadhafi qadhafi kaddafi gathafi
zelensky zelenskiy zelenskyy zelenskyi zelenskij selenskyj
poroshenko porochenko
muhammad mohammed mohamed mohammad muhammed mohamad muhamad mohamet
ahmed ahmad ahmet
hussein husein hussain husayn husain hossein hosein hussayn
hassan hasan
abdel abdul abdoul abd
abdullah abdallah abdulla
yusuf yousef youssef yousuf yusef yousif
saeed said sayed
omar umar omer
othman osman uthman
khalid khaled
saleh salih
faisal faysal feisal
sulaiman suleiman sulayman soleiman suleyman
ibrahim ebrahim
jaber jabir
sheikh shaykh shaikh sheik
mahmoud mahmud mahmood
mustafa mostafa moustafa
rashid rasheed
tariq tarek tarik
jamal gamal
mansour mansur
hamid hameed
majid majeed
walid waleed
nawaf nawwaf
zayed zayid
nahyan nahayan
khamenei khameneyi
rouhani rohani ruhani
nasrallah nasrullah
netanyahu netanyahou
assad asad
al el
bin ibn
qaeda qaida kaida
hezbollah hizballah hizbullah hizbollah
houthi huthi
quds qods
choe choi
osama usama
laden ladin
mujahideen mujahedeen mujahidin
jihad djihad
kyiv kiev kyyiv
kharkiv kharkov
odesa odessa
lviv lvov
luhansk lugansk
mykolaiv nikolaev
chisinau kishinev
center centre
defense defence
labor labour
organization organisation
program programme
harbor harbour
theater theatre
`

// canon returns the spelling under which word, folded, is kept.
func canon(word []byte) []byte {
	if len(word) < 2 {
		return word
	}
	if w, ok := variants[string(word)]; ok {
		return append(word[:0], w...)
	}
	n := len(word)
	if n < 5 {
		return word
	}
	switch string(word[n-2:]) {
	case "iy", "yy", "yi", "ij", "ii":
		word = append(word[:n-2], 'y')
	case "ki":
		if word[n-3] == 's' {
			word[n-1] = 'y'
		}
	}
	return word
}

// Key is Fold with every word in the spelling that stands for all its variants: "Sergey Shoygu" and "Sergei Shoigu" have one Key.
func Key(name string) string {
	var out []byte
	for i, w := range strings.Fields(Fold(name)) {
		if i > 0 {
			out = append(out, ' ')
		}
		out = append(out, canon([]byte(w))...)
	}
	return string(out)
}

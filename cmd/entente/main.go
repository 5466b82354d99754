// Entente builds a knowledge graph of geopolitical actors from news and answers how two actors are connected,
// with the sentence behind every hop.
package main

import "os"

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

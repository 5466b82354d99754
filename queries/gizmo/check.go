package gizmo

import "fmt"

// check refuses programs that are too long or too deep to be read safely. Brackets within strings, comments and regular
// expressions may be counted where these are not recognised: only a program of more than MaxNesting open brackets is
// ever refused.
func check(program string) error {
	if len(program) > MaxProgram {
		return &ProgramError{Message: fmt.Sprintf("the program has %d bytes: want at most %d", len(program), MaxProgram)}
	}
	depth := 0
	line := 1
	for i := 0; i < len(program); i++ {
		switch c := program[i]; c {
		case '\n':
			line++
		case '(', '[', '{':
			if depth++; depth > MaxNesting {
				return &ProgramError{Message: fmt.Sprintf("line %d: brackets nested deeper than %d", line, MaxNesting), Line: line}
			}
		case ')', ']', '}':
			depth = max(depth-1, 0)
		case '"', '\'':
			for i++; i < len(program) && program[i] != c && program[i] != '\n'; i++ {
				if program[i] == '\\' {
					i++
				}
			}
		case '/':
			if i+1 >= len(program) {
				break
			}
			switch program[i+1] {
			case '/':
				for i < len(program) && program[i] != '\n' {
					i++
				}
				line++
			case '*':
				for i += 2; i+1 < len(program) && (program[i] != '*' || program[i+1] != '/'); i++ {
					if program[i] == '\n' {
						line++
					}
				}
				i++
			}
		}
	}
	return nil
}

package graph

// DSN is what the store was opened by. It may hold a password: Status has it without.
func (s *Store) DSN() string { return s.dsn }

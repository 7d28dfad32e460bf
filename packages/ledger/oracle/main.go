// Checks a log that packages/ledger wrote with golang.org/x/mod/sumdb, which shares no code with it.
// Reads a question as JSON on standard input and prints an answer as JSON.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type inclusion struct {
	Index, Size int64
	Leaf, Root  string
	Proof       []string
}

type consistency struct {
	Old, Size     int64
	OldRoot, Root string
	Proof         []string
}

type question struct {
	Dir, VerifierKey, SignerKey, Text string
	Inclusion                         []inclusion
	Consistency                       []consistency
}

type answer struct {
	Entries int64
	Proofs  int
	Refused []string
	Note    string
}

func hash(text string) (h tlog.Hash) {
	bytes, err := base64.StdEncoding.DecodeString(text)
	must(err)
	if len(bytes) != len(h) {
		must(fmt.Errorf("a hash has %d bytes", len(bytes)))
	}
	copy(h[:], bytes)
	return h
}

func hashes(texts []string) []tlog.Hash {
	list := make([]tlog.Hash, len(texts))
	for i, text := range texts {
		list[i] = hash(text)
	}
	return list
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// tiles reads tiles at their C2SP paths; tlog's own paths also name the height.
type tiles struct{ dir string }

func (t tiles) Height() int { return 8 }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	read := make([][]byte, len(wanted))
	for i, tile := range wanted {
		bytes, err := os.ReadFile(filepath.Join(t.dir, "tile", strings.TrimPrefix(tile.Path(), "tile/8/")))
		if err != nil {
			return nil, err
		}
		read[i] = bytes
	}
	return read, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func checkpoint(q question) tlog.Tree {
	bytes, err := os.ReadFile(filepath.Join(q.Dir, "checkpoint"))
	must(err)
	verifier, err := note.NewVerifier(q.VerifierKey)
	must(err)
	opened, err := note.Open(bytes, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	return tlog.Tree{N: size, Hash: hash(lines[2])}
}

// entries hashes every entry and compares it with the tree's leaf, which the reader has proved against the root.
func entries(q question, tree tlog.Tree, reader tlog.HashReader) {
	for start := int64(0); start < tree.N; start += 256 {
		tile := tlog.Tile{H: 8, L: 0, N: start / 256, W: int(min(256, tree.N-start))}
		path := strings.TrimPrefix(tile.Path(), "tile/8/0/")
		bytes, err := os.ReadFile(filepath.Join(q.Dir, "tile", "entries", path))
		must(err)
		for i := start; i < start+int64(tile.W); i++ {
			length := int(bytes[0])<<8 | int(bytes[1])
			leaf, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, i)})
			must(err)
			if tlog.RecordHash(bytes[2:2+length]) != leaf[0] {
				must(fmt.Errorf("entry %d does not hash to its leaf", i))
			}
			bytes = bytes[2+length:]
		}
		if len(bytes) > 0 {
			must(fmt.Errorf("bundle %d is too long", tile.N))
		}
	}
}

func main() {
	var q question
	must(json.NewDecoder(os.Stdin).Decode(&q))
	tree := checkpoint(q)
	reader := tlog.TileHashReader(tree, tiles{q.Dir})
	entries(q, tree, reader)
	a := answer{Entries: tree.N, Refused: []string{}}
	for _, p := range q.Inclusion {
		a.Proofs++
		if err := tlog.CheckRecord(hashes(p.Proof), p.Size, hash(p.Root), p.Index, hash(p.Leaf)); err != nil {
			a.Refused = append(a.Refused, fmt.Sprintf("inclusion %d/%d", p.Index, p.Size))
		}
	}
	for _, p := range q.Consistency {
		a.Proofs++
		if err := tlog.CheckTree(hashes(p.Proof), p.Size, hash(p.Root), p.Old, hash(p.OldRoot)); err != nil {
			a.Refused = append(a.Refused, fmt.Sprintf("consistency %d/%d", p.Old, p.Size))
		}
	}
	signer, err := note.NewSigner(q.SignerKey)
	must(err)
	signed, err := note.Sign(&note.Note{Text: q.Text}, signer)
	must(err)
	a.Note = string(signed)
	must(json.NewEncoder(os.Stdout).Encode(a))
}

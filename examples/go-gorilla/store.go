package main

import (
	"bufio"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"
)

const rememberMS = 120_000

type message struct {
	Channel string
	Seq     int
	ID      string
	Time    int64
	Body    string
}

// A store is a log file of its own: a line of JSON for each message, and in the first one the epoch. All of it is in memory too.
type store struct {
	file     *os.File
	size     int64 // of what is whole
	epoch    string
	retain   int
	channels map[string]*log
}

// A log is one channel. Its messages are numbered without a gap; the first of them may be remembered for their ids alone.
type log struct {
	messages []message
	newest   int
	ids      map[string]int
}

func openStore(path string, retain int) (*store, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	// The system lets go of it when the process ends. (Windows has LockFileEx.)
	if syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		return nil, fmt.Errorf("DB_FILE=%s is another broker's: give this one a file of its own", path)
	}
	s := &store{file: file, retain: retain, channels: map[string]*log{}}
	lines := bufio.NewReader(file)
	for {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF {
			break // a line without its end was never answered
		}
		if err != nil {
			return nil, err
		}
		s.size += int64(len(line))
		var m message
		if s.epoch == "" {
			err = json.Unmarshal(line, &s.epoch)
		} else if err = json.Unmarshal(line, &m); err == nil {
			s.keep(m)
		}
		if err != nil {
			return nil, err
		}
	}
	if s.epoch == "" {
		s.epoch = randomID()
		return s, s.write(s.epoch)
	}
	return s, nil
}

// append stores a message, unless its id is known. It is on the disk when this returns.
func (s *store) append(channel, id, body string) (m message, isNew bool, err error) {
	l := s.log(channel)
	if seq, known := l.ids[id]; known {
		return message{Channel: channel, Seq: seq, ID: id}, false, nil
	}
	m = message{channel, l.newest + 1, id, time.Now().UnixMilli(), body}
	if err = s.write(m); err == nil {
		s.keep(m)
	}
	return m, true, err
}

func (s *store) write(value any) error {
	line, err := json.Marshal(value)
	if err != nil {
		return err
	}
	if _, err = s.file.WriteAt(append(line, '\n'), s.size); err == nil {
		err = s.file.Sync()
	}
	if err != nil {
		s.file.Truncate(s.size)
		return err
	}
	s.size += int64(len(line)) + 1
	return nil
}

func (s *store) keep(m message) {
	l := s.log(m.Channel)
	l.messages = append(l.messages, m)
	l.newest = m.Seq
	l.ids[m.ID] = m.Seq
	for oldest := l.messages[0]; oldest.Seq <= m.Seq-s.retain && oldest.Time < m.Time-rememberMS; oldest = l.messages[0] {
		delete(l.ids, oldest.ID)
		l.messages = l.messages[1:]
	}
}

func (s *store) log(channel string) *log {
	if s.channels[channel] == nil {
		s.channels[channel] = &log{ids: map[string]int{}}
	}
	return s.channels[channel]
}

// bounds says what is retained: the messages after floor, up to newest.
func (s *store) bounds(channel string) (floor, newest int) {
	newest = s.log(channel).newest
	if floor = newest - s.retain; floor < 0 {
		floor = 0
	}
	return floor, newest
}

// read returns the first count messages after a number, of those that are retained.
func (s *store) read(channel string, after, count int) []message {
	l := s.log(channel)
	floor, newest := s.bounds(channel)
	if after < floor {
		after = floor
	}
	if after >= newest {
		return nil
	}
	from := after - l.messages[0].Seq + 1
	to := from + count
	if to > len(l.messages) {
		to = len(l.messages)
	}
	return l.messages[from:to]
}

func randomID() string {
	bytes := make([]byte, 12)
	rand.Read(bytes)
	return hex.EncodeToString(bytes)
}

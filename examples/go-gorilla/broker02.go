// A broker of stage 02 with gorilla/websocket, and a log file of its own:
// go build -o broker02 broker02.go store.go session.go protocol.go && PORT=8765 DB_FILE=messages.log ./broker02
package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

const page = 100

var (
	keys       = regexp.MustCompile(`\A[a-z-]+\z`)
	brokersOwn = map[string]bool{
		"seq": true, "time": true, "from": true, "origin": true, "dup": true, "recovered": true, "last": true, "more": true,
	}
	grammar = map[string]*regexp.Regexp{
		"id": regexp.MustCompile(`\A[A-Za-z0-9_.-]{1,64}\z`), "label": regexp.MustCompile(`\A[A-Za-z0-9_.-]{1,64}\z`),
		"since": regexp.MustCompile(`\A[0-9]{1,15}\z`),
	}
	counts = regexp.MustCompile(`\A0*([1-9][0-9]*)\z`)
)

// A broker has one lock round its store and its subscriptions. Nothing waits for a client while it is held.
type broker struct {
	sync.Mutex
	store    *store
	channels map[string]map[*session]int // and for each session, the newest number when its live stream began
}

type tags map[string]string

// splitTags returns nil where a frame has no tags.
func splitTags(frame string) (tags, string, error) {
	if !strings.HasPrefix(frame, "@") {
		return nil, frame, nil
	}
	list, rest, found := strings.Cut(frame[1:], " ")
	given := tags{}
	for _, pair := range strings.Split(list, ";") {
		key, value, _ := strings.Cut(pair, "=")
		if !found || !keys.MatchString(key) {
			return nil, "", errors.New("BAD_FRAME:tags look like @label=1;id=x, with a space behind them")
		}
		given[key] = value
	}
	return given, rest, nil
}

func (t tags) check() error {
	for key, value := range t {
		if brokersOwn[key] {
			return fmt.Errorf("BAD_FRAME:the tag %s is for the broker to set", key)
		}
		if grammar[key] != nil && !grammar[key].MatchString(value) {
			return fmt.Errorf("BAD_FRAME:the tag %s must look like %s", key, grammar[key])
		}
	}
	return nil
}

// since is -1 where it is not given.
func (t tags) since() int {
	if value, err := strconv.Atoi(t["since"]); err == nil {
		return value
	}
	return -1
}

func (b *broker) receive(s *session, isText bool, frame string) {
	label := ""
	given, rest, err := splitTags(frame)
	if given != nil {
		s.tagged = true
		if grammar["label"].MatchString(given["label"]) {
			label = "label=" + given["label"]
		}
		err = given.check()
	}
	var verb, channel string
	var body *string
	if err == nil || !isText {
		verb, channel, body, err = parse(isText, rest)
	}
	answer := ""
	if err == nil {
		answer, err = b.obey(s, verb, channel, body, given, label)
	}
	switch {
	case err != nil:
		s.send(prefix(label) + "ERROR:" + err.Error())
	case answer == done:
	case given != nil || verb == "HISTORY":
		s.say(fmt.Sprintf("OK:%s:%s", verb, channel), join(label, answer))
	}
}

const done = "done" // the answer was given already

func (b *broker) obey(s *session, verb, channel string, body *string, given tags, label string) (string, error) {
	switch verb {
	case "PUBLISH":
		return b.publish(channel, *body, given)
	case "HISTORY":
		return b.history(s, channel, body, given)
	case "UNSUBSCRIBE":
		b.Lock()
		defer b.Unlock()
		delete(b.channels[channel], s)
		return "", nil
	}
	return b.subscribe(s, channel, given, label)
}

func (b *broker) publish(channel, body string, given tags) (string, error) {
	b.Lock()
	defer b.Unlock()
	id := given["id"]
	if id == "" {
		id = randomID()
	}
	m, isNew, err := b.store.append(channel, id, body)
	if err != nil {
		return "", fmt.Errorf("INTERNAL:it could not be stored: %s", err)
	}
	if !isNew {
		return fmt.Sprintf("seq=%d;id=%s;dup=1", m.Seq, id), nil
	}
	for reader := range b.channels[channel] {
		reader.deliver(m)
	}
	return fmt.Sprintf("seq=%d;id=%s", m.Seq, id), nil
}

func (b *broker) subscribe(s *session, channel string, given tags, label string) (string, error) {
	b.Lock()
	floor, newest := b.store.bounds(channel)
	answer := fmt.Sprintf("seq=%d;epoch=%s", newest, b.store.epoch)
	since := given.since()
	if since < 0 {
		b.begin(s, channel, newest)
		b.Unlock()
		return answer, nil
	}
	epoch, named := given["epoch"]
	if (named && epoch != b.store.epoch) || since < floor || since > newest {
		b.begin(s, channel, newest)
		b.Unlock()
		return answer + ";recovered=0", nil
	}
	end, isLive := b.channels[channel][s]
	b.Unlock()
	if !isLive {
		end = math.MaxInt
	}
	s.say("OK:SUBSCRIBE:"+channel, join(label, answer+";recovered=1"))
	for cursor := since; ; {
		b.Lock()
		messages := b.store.read(channel, cursor, page)
		if len(messages) == 0 || cursor >= end {
			b.begin(s, channel, cursor) // with the lock that was held when there was nothing more
			b.Unlock()
			return done, nil
		}
		b.Unlock()
		if messages[0].Seq != cursor+1 {
			s.cut() // retention was faster: it comes back, and learns so
			return done, nil
		}
		for _, m := range messages {
			if m.Seq <= end && !s.replay(m) {
				return done, nil
			}
			cursor = m.Seq
		}
	}
}

func (b *broker) begin(s *session, channel string, newest int) {
	if b.channels[channel] == nil {
		b.channels[channel] = map[*session]int{}
	}
	if _, isLive := b.channels[channel][s]; !isLive {
		b.channels[channel][s] = newest
	}
}

func (b *broker) history(s *session, channel string, body *string, given tags) (string, error) {
	count := 50
	if body != nil {
		digits := counts.FindStringSubmatch(*body)
		if digits == nil {
			return "", errors.New("BAD_FRAME:behind the channel, HISTORY takes how many messages, as in HISTORY:news:20")
		}
		var err error
		if count, err = strconv.Atoi(digits[1]); err != nil || count > 1000 {
			count = 1000
		}
	}
	b.Lock()
	_, newest := b.store.bounds(channel)
	last := given.since()
	after := last
	if last < 0 {
		last, after = 0, newest-count
	}
	messages := b.store.read(channel, after, count)
	b.Unlock()
	for _, m := range messages {
		if !s.replay(m) {
			return done, nil
		}
		last = m.Seq
	}
	answer := fmt.Sprintf("last=%d", last)
	b.Lock()
	defer b.Unlock()
	if len(b.store.read(channel, last, 1)) > 0 {
		answer += ";more=1"
	}
	return answer, nil
}

// deliver sends a message in the form that the session talks.
func (s *session) deliver(m message) {
	s.say("MSG:"+m.Channel+":"+m.Body, fmt.Sprintf("seq=%d;id=%s;time=%d", m.Seq, m.ID, m.Time))
}

func (s *session) say(frame, listed string) {
	if s.tagged {
		frame = prefix(listed) + frame
	}
	s.send(frame)
}

// replay delivers a message of the past, which waits for its reader: it is not what makes one slow. False when it has gone.
func (s *session) replay(m message) bool {
	s.deliver(m)
	return s.backlog() < maxBufferBytes/2 || s.drained()
}

// drained waits until the client has taken everything; false when it has gone.
func (s *session) drained() bool {
	for s.backlog() > 0 {
		select {
		case <-s.taken:
		case <-s.gone:
			return false
		}
	}
	return true
}

func prefix(listed string) string {
	if listed == "" {
		return ""
	}
	return "@" + listed + " "
}

func join(label, listed string) string {
	return strings.Trim(label+";"+listed, ";")
}

func (b *broker) leave(s *session) {
	b.Lock()
	defer b.Unlock()
	for _, readers := range b.channels {
		delete(readers, s)
	}
}

func main() {
	hasBody["HISTORY"] = "maybe"
	retain := number("RETAIN_MESSAGES", 10_000, 1, 1<<40)
	opened, err := openStore(text("DB_FILE", "messages.log"), retain)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	b := &broker{store: opened, channels: map[string]map[*session]int{}}
	run(func(s *session) (func(bool, string), func()) {
		// Commands wait in a queue while a replay waits for its reader: the pongs behind them are read all the same.
		commands := make(chan func(), 1024)
		go func() {
			for obey := range commands {
				obey()
			}
			b.leave(s)
		}()
		receive := func(isText bool, frame string) {
			select {
			case commands <- func() { b.receive(s, isText, frame) }:
			case <-s.gone:
			}
		}
		return receive, func() { close(commands) }
	})
}

// A broker of stage 01 with gorilla/websocket: go build -o broker broker.go session.go protocol.go && PORT=8765 ./broker
package main

import "sync"

// A hub knows who reads what. One lock for all: a publish reaches all of its readers before the next one begins.
type hub struct {
	sync.Mutex
	channels map[string]map[*session]bool
}

func (h *hub) obey(s *session, isText bool, message string) {
	verb, channel, body, refusal := parse(isText, message)
	if refusal != nil {
		s.send("ERROR:" + refusal.Error())
		return
	}
	h.Lock()
	defer h.Unlock()
	switch verb {
	case "SUBSCRIBE":
		if h.channels[channel] == nil {
			h.channels[channel] = map[*session]bool{}
		}
		h.channels[channel][s] = true
	case "UNSUBSCRIBE":
		delete(h.channels[channel], s)
	case "PUBLISH":
		for reader := range h.channels[channel] {
			reader.send("MSG:" + channel + ":" + *body)
		}
	}
}

func (h *hub) leave(s *session) {
	h.Lock()
	defer h.Unlock()
	for channel, readers := range h.channels {
		delete(readers, s)
		if len(readers) == 0 {
			delete(h.channels, channel)
		}
	}
}

func main() {
	h := &hub{channels: map[string]map[*session]bool{}}
	run(func(s *session) (func(bool, string), func()) {
		return func(isText bool, message string) { h.obey(s, isText, message) }, func() { h.leave(s) }
	})
}

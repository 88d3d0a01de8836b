// A broker of stage 01 with gorilla/websocket: go build -o broker broker.go protocol.go && PORT=8765 ./broker
package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
	"unicode/utf8"

	"github.com/gorilla/websocket"
)

// A hub knows who reads what. One lock for all: a publish reaches all of its readers before the next one begins.
type hub struct {
	sync.Mutex
	channels map[string]map[*session]bool
	sessions map[*session]bool
}

// A session has one goroutine that reads, and one that writes what waits in its queue: no reader ever holds up a publisher.
type session struct {
	conn    *websocket.Conn
	queue   chan []byte
	gone    chan struct{}
	once    sync.Once
	waiting int // bytes in the queue
	lock    sync.Mutex
}

func (s *session) send(text string) {
	s.lock.Lock()
	s.waiting += len(text)
	slow := s.waiting > maxBufferBytes
	s.lock.Unlock()
	if slow {
		s.cut()
		return
	}
	select {
	case s.queue <- []byte(text):
	case <-s.gone:
	default:
		s.cut() // a queue has an end too
	}
}

// cut ends the connection without a close frame.
func (s *session) cut() {
	s.once.Do(func() { close(s.gone) })
	s.conn.UnderlyingConn().Close()
}

func (s *session) write() {
	var pong time.Time
	s.conn.SetPongHandler(func(string) error { pong = time.Now(); return nil })
	pings := time.NewTicker(pingInterval)
	defer pings.Stop()
	var ping time.Time
	for {
		select {
		case text := <-s.queue:
			if s.conn.WriteMessage(websocket.TextMessage, text) != nil {
				s.cut()
				return
			}
			s.lock.Lock()
			s.waiting -= len(text)
			s.lock.Unlock()
		case <-pings.C:
			if pong.Before(ping) {
				s.cut()
				return
			}
			ping = time.Now()
			s.conn.WriteControl(websocket.PingMessage, nil, ping.Add(time.Second))
		case <-s.gone:
			return
		}
	}
}

func (h *hub) obey(s *session, kind int, message []byte) {
	verb, channel, body, refusal := parse(kind == websocket.TextMessage, string(message))
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
			reader.send("MSG:" + channel + ":" + body)
		}
	}
}

func (h *hub) serve(response http.ResponseWriter, request *http.Request) {
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := upgrader.Upgrade(response, request, nil)
	if err != nil {
		return
	}
	conn.SetReadLimit(int64(maxFrameBytes)) // closes with 1009
	s := &session{conn: conn, queue: make(chan []byte, 65536), gone: make(chan struct{})}
	h.Lock()
	h.sessions[s] = true
	h.Unlock()
	go s.write()
	for {
		kind, message, err := conn.ReadMessage()
		if err != nil {
			break
		}
		if kind == websocket.TextMessage && !utf8.Valid(message) { // gorilla leaves it to us
			conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseInvalidFramePayloadData, ""), soon())
			break
		}
		h.obey(s, kind, message)
	}
	h.Lock()
	delete(h.sessions, s)
	for _, readers := range h.channels {
		delete(readers, s)
	}
	h.Unlock()
	drain(conn.UnderlyingConn())
	s.cut()
}

// drain reads what is still on its way: closed with bytes unread, a connection is reset, and takes the goodbye with it.
func drain(conn net.Conn) {
	conn.SetReadDeadline(time.Now().Add(500 * time.Millisecond))
	rest := make([]byte, 32768)
	for {
		if _, err := conn.Read(rest); err != nil {
			return
		}
	}
}

func soon() time.Time { return time.Now().Add(time.Second) }

func main() {
	h := &hub{channels: map[string]map[*session]bool{}, sessions: map[*session]bool{}}
	listener, err := net.Listen("tcp", net.JoinHostPort(host, fmt.Sprint(port)))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	stop, _ := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	go http.Serve(listener, http.HandlerFunc(h.serve))
	fmt.Printf("ws://%s\n", listener.Addr())
	<-stop.Done()
	h.Lock()
	for s := range h.sessions {
		s.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseGoingAway, ""), soon())
	}
	time.Sleep(300 * time.Millisecond) // for the goodbyes to leave
}

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

// A session has one goroutine that reads, and one that writes what waits in its queue: no reader ever holds up a publisher.
type session struct {
	conn    *websocket.Conn
	lock    sync.Mutex
	queue   []string
	waiting int           // bytes in the queue, and in the write that is under way
	more    chan struct{} // there is something to write
	taken   chan struct{} // something was written
	gone    chan struct{}
	once    sync.Once
	tagged  bool // from stage 02 on
}

func newSession(conn *websocket.Conn) *session {
	return &session{conn: conn, more: make(chan struct{}, 1), taken: make(chan struct{}, 1), gone: make(chan struct{})}
}

func (s *session) send(text string) {
	s.lock.Lock()
	slow := s.waiting > maxBufferBytes
	s.waiting += len(text)
	s.queue = append(s.queue, text)
	s.lock.Unlock()
	if slow {
		s.cut()
		return
	}
	tell(s.more)
}

func (s *session) backlog() int {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.waiting
}

func tell(waiter chan struct{}) {
	select {
	case waiter <- struct{}{}:
	default:
	}
}

// cut ends the connection without a close frame.
func (s *session) cut() {
	s.once.Do(func() { close(s.gone) })
	s.conn.UnderlyingConn().Close()
}

func (s *session) close(code int) {
	s.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
}

func (s *session) write() {
	defer s.cut()
	answered := make(chan struct{}, 1)
	s.conn.SetPongHandler(func(string) error { tell(answered); return nil })
	tell(answered)
	pings := time.NewTicker(pingInterval)
	defer pings.Stop()
	for {
		select {
		case <-s.more:
			s.lock.Lock()
			queue := s.queue
			s.queue = nil
			s.lock.Unlock()
			for _, text := range queue {
				// Pings wait behind what it does not take: who takes nothing for so long has answered none.
				s.conn.SetWriteDeadline(time.Now().Add(2 * pingInterval))
				if s.conn.WriteMessage(websocket.TextMessage, []byte(text)) != nil {
					return
				}
				s.lock.Lock()
				s.waiting -= len(text)
				s.lock.Unlock()
				tell(s.taken)
			}
		case <-pings.C:
			select {
			case <-answered:
				s.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second))
			default:
				return
			}
		case <-s.gone:
			return
		}
	}
}

// read calls receive with each message, in order, until the connection ends.
func (s *session) read(receive func(isText bool, message string)) {
	for {
		kind, message, err := s.conn.ReadMessage()
		if err != nil {
			break
		}
		if kind == websocket.TextMessage && !utf8.Valid(message) { // gorilla leaves it to us
			s.close(websocket.CloseInvalidFramePayloadData)
			break
		}
		receive(kind == websocket.TextMessage, string(message))
	}
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

// run serves WebSockets until SIGTERM or SIGINT. join says what is called with each message of a session, and what at its end.
func run(join func(*session) (receive func(isText bool, message string), leave func())) {
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	sessions := sync.Map{}
	serve := func(response http.ResponseWriter, request *http.Request) {
		conn, err := upgrader.Upgrade(response, request, nil)
		if err != nil {
			return
		}
		conn.SetReadLimit(int64(maxFrameBytes)) // closes with 1009
		s := newSession(conn)
		sessions.Store(s, true)
		receive, leave := join(s)
		go s.write()
		s.read(receive)
		sessions.Delete(s)
		leave()
		drain(conn.UnderlyingConn())
		s.cut()
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(host, fmt.Sprint(port)))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	stop, _ := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	go http.Serve(listener, http.HandlerFunc(serve))
	fmt.Printf("ws://%s\n", listener.Addr())
	<-stop.Done()
	sessions.Range(func(s, _ any) bool {
		go s.(*session).close(websocket.CloseGoingAway) // each for itself: one that does not read would hold up the others
		return true
	})
	time.Sleep(300 * time.Millisecond) // for the goodbyes to leave
}

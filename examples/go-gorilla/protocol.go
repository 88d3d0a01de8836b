package main

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// What a broker says and hears, without the WebSocket: settings and frames.

var (
	verbs        = regexp.MustCompile(`\A[A-Z_]+\z`)
	names        = regexp.MustCompile(`\A[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\z`)
	needsBody    = map[string]bool{"SUBSCRIBE": false, "UNSUBSCRIBE": false, "PUBLISH": true}
	host         = text("HOST", "127.0.0.1")
	port         = number("PORT", 8765, 0, 65535)
	pingInterval = time.Duration(number("PING_INTERVAL_MS", 25_000, 1, 1<<31)) * time.Millisecond

	maxFrameBytes  = number("MAX_FRAME_BYTES", 65536, 1, 1<<40)
	maxBufferBytes = number("MAX_BUFFER_BYTES", 16<<20, 1, 1<<40)
)

func text(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}

func number(name string, fallback, least, most int) int {
	given := text(name, strconv.Itoa(fallback))
	value, err := strconv.Atoi(given)
	if err != nil || value < least || value > most || strings.HasPrefix(given, "+") {
		fmt.Fprintf(os.Stderr, "%s=%s makes no sense: give a whole number from %d to %d\n", name, given, least, most)
		os.Exit(1)
	}
	return value
}

// parse takes a frame apart. The error is what stands behind ERROR: in the answer.
func parse(isText bool, frame string) (verb, channel, body string, refusal error) {
	no := func(why string) error { return errors.New(why) }
	if !isText {
		return "", "", "", no("BAD_FRAME:this message is binary: send text")
	}
	if strings.HasSuffix(frame, "\n") {
		frame = strings.TrimSuffix(strings.TrimSuffix(frame, "\n"), "\r")
	}
	parts := strings.SplitN(frame, ":", 3)
	if !verbs.MatchString(parts[0]) {
		return "", "", "", no("BAD_FRAME:a frame begins with a verb, as in PUBLISH:news:Hello!")
	}
	body, known := "", false
	var wantsBody bool
	if wantsBody, known = needsBody[parts[0]]; !known {
		return "", "", "", no("UNKNOWN_COMMAND:this verb is not known here")
	}
	if len(parts) < 2 || parts[1] == "" {
		return "", "", "", no("BAD_FRAME:" + parts[0] + " needs a channel")
	}
	if wantsBody != (len(parts) == 3) {
		return "", "", "", no("BAD_FRAME:a PUBLISH has a body, and no other verb has one")
	}
	if len(parts[1]) > 255 || !names.MatchString(parts[1]) {
		return "", "", "", no("BAD_CHANNEL:a channel is words of letters, digits, _ and - with dots between")
	}
	if wantsBody {
		body = parts[2]
	}
	return parts[0], parts[1], body, nil
}

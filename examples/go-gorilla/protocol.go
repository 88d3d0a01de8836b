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
	verbs    = regexp.MustCompile(`\A[A-Z_]+\z`)
	names    = regexp.MustCompile(`\A[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\z`)
	hasBody  = map[string]string{"SUBSCRIBE": "no", "UNSUBSCRIBE": "no", "PUBLISH": "yes"}
	errFrame = errors.New("BAD_FRAME:a frame begins with a verb, as in PUBLISH:news:Hello!")

	host           = text("HOST", "127.0.0.1")
	port           = number("PORT", 8765, 0, 65535)
	maxFrameBytes  = number("MAX_FRAME_BYTES", 65536, 1, 1<<40)
	maxBufferBytes = number("MAX_BUFFER_BYTES", 16<<20, 1, 1<<40)
	pingInterval   = time.Duration(number("PING_INTERVAL_MS", 25_000, 1, 1<<31)) * time.Millisecond
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
	if err != nil || value < least || value > most || given[0] == '+' {
		fmt.Fprintf(os.Stderr, "%s=%s makes no sense: give a whole number from %d to %d\n", name, given, least, most)
		os.Exit(1)
	}
	return value
}

// parse takes a frame apart; the body is nil where there is none. The error is what stands behind ERROR: in the answer.
func parse(isText bool, frame string) (verb, channel string, body *string, refusal error) {
	if !isText {
		return "", "", nil, errors.New("BAD_FRAME:this message is binary: send text")
	}
	parts := strings.SplitN(trimLineEnd(frame), ":", 3)
	verb = parts[0]
	if len(parts) > 1 {
		channel = parts[1]
	}
	if len(parts) > 2 {
		body = &parts[2]
	}
	wanted, known := hasBody[verb]
	switch {
	case !verbs.MatchString(verb):
		refusal = errFrame
	case !known:
		refusal = errors.New("UNKNOWN_COMMAND:this verb is not known here")
	case channel == "":
		refusal = fmt.Errorf("BAD_FRAME:%s needs a channel", verb)
	case wanted == "yes" && body == nil, wanted == "no" && body != nil:
		refusal = fmt.Errorf("BAD_FRAME:has %s a body? %s", verb, wanted)
	case len(channel) > 255 || !names.MatchString(channel):
		refusal = errors.New("BAD_CHANNEL:a channel is words of letters, digits, _ and - with dots between")
	}
	return verb, channel, body, refusal
}

func trimLineEnd(frame string) string {
	if !strings.HasSuffix(frame, "\n") {
		return frame
	}
	return strings.TrimSuffix(strings.TrimSuffix(frame, "\n"), "\r")
}

package main

import (
	"os/exec"
	"runtime"
)

// openBrowser opens an address in the browser of whoever started the command.
func openBrowser(s *session, address string) {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	if err := exec.Command(name, args...).Start(); err != nil {
		s.say("no browser could be opened, so open the address yourself")
	}
}

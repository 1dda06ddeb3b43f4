// Package parlance is the Go SDK of Parlance, a self-hosted chat server. It needs nothing but the
// standard library.
//
// A [Client] is one user: its calls are the commands of the protocol, by what they are about, and
// [Client.Events] is everything that the user hears, in order, each event once, across lost
// connections. A [Backend] is the app itself, on the management port.
//
// What is optional is left out with its zero value. Where an empty text or a no means something
// else than nothing, the field is a pointer: [Ptr] makes one. Where it can also be taken away, it
// is a [Change].
package parlance

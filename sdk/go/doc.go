// Package parlance is the Go SDK of Parlance, a self-hosted chat server. It needs nothing but the
// standard library.
//
// A [Client] is one user. Its calls are the commands of the protocol, and [Client.Events] yields every
// event that the user receives: in order, each once, across lost connections. A [Backend] is a client
// for the app's backend, on the management port.
//
// An optional field is left out with its zero value. If the zero value has a meaning, the field is a
// pointer, which [Ptr] makes. A field that can also be removed is a [Change].
package parlance

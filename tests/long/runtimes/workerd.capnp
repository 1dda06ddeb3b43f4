using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    ( name = "main", worker = .main ),
    ( name = "internet", network = ( allow = ["local", "private"] ) )
  ],
  sockets = [ ( name = "http", address = "127.0.0.1:0", http = (), service = "main" ) ]
);

const main :Workerd.Worker = (
  modules = [ ( name = "worker", esModule = embed "built/worker.js" ) ],
  compatibilityDate = "2026-11-01"
);

module parlance.example/sdk/go

go 1.23

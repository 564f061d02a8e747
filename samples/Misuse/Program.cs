// Every program here makes one mistake that our rules know. As it stands it hangs or prints nonsense; do not run it before
// `dotnet format analyzers` has repaired it.
Misuse.DoubleAcquire.Run();
Misuse.NestedAcquire.Run();
Misuse.ReadBeforeJoin.Run();
Misuse.OnlyLastJoined.Run();
Misuse.BackgroundAfterStart.Run();
Misuse.FiftyThreads.Run();

// The same on the types of ConcurrencyAnalyzers.Runtime.
Misuse.DoubleEnter.Run();
Misuse.NestedEnter.Run();
Misuse.WorkerReadBeforeJoin.Run();
Misuse.DaemonAfterStart.Run();
Misuse.DaemonProcessAfterStart.Run();
Misuse.JoinBeforeClose.Run();

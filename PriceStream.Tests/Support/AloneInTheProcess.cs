namespace PriceStream.Tests.Support;

/// <summary>
/// Test classes that read exported values. The exporter listens to every meter of a name in the process, so another test's site would
/// change the values. These classes run while no other test does.
/// </summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;

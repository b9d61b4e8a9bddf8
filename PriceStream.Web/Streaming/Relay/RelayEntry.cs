namespace PriceStream.Web.Streaming.Relay;

/// <summary>One batch in the log that the instances share.</summary>
/// <param name="First">The number of its first message; without messages, that of the message to come.</param>
/// <param name="At">When it was published, in whole milliseconds.</param>
/// <param name="Messages">The output of <see cref="RelayFormat{T}.Write"/>.</param>
/// <param name="State">The publisher's state.</param>
internal readonly record struct RelayEntry(
    string Epoch, long First, DateTimeOffset At, ReadOnlyMemory<byte> Messages, ReadOnlyMemory<byte> State);

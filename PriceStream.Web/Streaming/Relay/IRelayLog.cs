namespace PriceStream.Web.Streaming.Relay;

/// <summary>
/// The log that the instances share. It decides about numbers and order, so that ids are the same on all of them. Every call throws
/// <see cref="RelayException"/> when the server does not answer.
/// </summary>
internal interface IRelayLog
{
    /// <summary>The server's name.</summary>
    string Server { get; }

    /// <summary>Whether nobody else logs that the server is away.</summary>
    bool LogsOutages { get; }

    /// <summary>
    /// Whether an accepted entry may still reach the other instances. False once another instance has taken over: what waited until then
    /// is lost, although this instance's clients have got it.
    /// </summary>
    bool MayDeliver { get; }

    /// <summary>Reports this instance's log and returns the valid one, which is another log when the epochs differ.</summary>
    /// <param name="own">Its end, without entries that may not have reached the log yet.</param>
    /// <param name="diverged">This instance has used numbers for other messages than the log, so a new epoch has to start.</param>
    Task<RelayHead> JoinAsync(RelayHead own, bool diverged, CancellationToken cancellationToken);

    /// <summary>Appends an entry. Its number is a proposal.</summary>
    /// <param name="count">How many messages it has.</param>
    Task<RelayAppendResult> AppendAsync(RelayEntry entry, int count, CancellationToken cancellationToken);

    /// <summary>Returns the entries after a position, oldest first, a page at a time.</summary>
    /// <param name="after">A page's position; null for the oldest entry.</param>
    Task<RelayPage> ReadAsync(string? after, CancellationToken cancellationToken);

    /// <summary>Calls <paramref name="onNews"/> for new entries until it fails or is cancelled. Some may go unannounced.</summary>
    Task ListenAsync(Action onNews, CancellationToken cancellationToken);
}

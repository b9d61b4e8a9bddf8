namespace PriceStream.Web.Streaming;

/// <summary>What a stream is about: how its messages look, and the current state for a client whose past is gone.</summary>
/// <param name="Current">The newest message of each of the topics that has one, or of all for null.</param>
public sealed record StreamSource<T>(StreamFormat<T> Format, Func<IReadOnlyCollection<int>?, IReadOnlyList<T>> Current);

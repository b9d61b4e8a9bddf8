using System.Buffers;

namespace PriceStream.Web.Streaming;

/// <summary>Writes <c>resync</c> and the current state of the topics, all for null: <see cref="StreamSnapshot{T}.WriteResync"/>.</summary>
public delegate void ResyncWriter(IBufferWriter<byte> output, int[]? topics, bool html, string id, ResyncJson resync);

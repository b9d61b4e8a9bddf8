using System.IO.Pipelines;
using System.Net.ServerSentEvents;
using System.Text;
using PriceStream.Web.Streaming;

namespace PriceStream.Tests.Support;

/// <summary>
/// A client at the other end of a pipe so small that it falls behind as soon as it stops reading. It can be cut off in the middle of a
/// frame, and returns with the last id that it read.
/// </summary>
internal sealed class PipeClient
{
    private readonly StreamHub hub;
    private readonly StreamSnapshot<(int Topic, int Value)> source;
    private readonly int[]? topics;
    private readonly bool html;
    private readonly List<byte> bytes = [];
    private Pipe pipe = null!;
    private string? lastId;

    public PipeClient(
        StreamHub hub, StreamSnapshot<(int Topic, int Value)> source, int[]? topics, string? lastEventId = null, bool html = false)
    {
        (this.hub, this.source, this.topics, this.html, lastId) = (hub, source, topics, html, lastEventId);
        Connect();
        Read(); // a client that is cut off before it has read connected has no id to return with
    }

    public int[]? Topics => topics;
    public StreamSubscription Subscription { get; private set; } = null!;
    public bool Stalled { get; set; }
    public bool HasStalled { get; private set; }
    public bool Aborted { get; private set; }
    public List<SseEvent> Events { get; } = [];

    /// <summary>The data of the messages.</summary>
    public IEnumerable<string> Received => Events.Where(e => e.Name == "change").Select(e => e.Data);

    /// <summary>Reads everything, unless it is stalled, including what is written because the pipe has room again.</summary>
    public void Read(int atMost = int.MaxValue)
    {
        HasStalled |= Stalled;
        if (Stalled)
        {
            return;
        }

        while (pipe.Reader.TryRead(out var read))
        {
            foreach (var part in read.Buffer)
            {
                bytes.AddRange(part.Span);
            }

            pipe.Reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted || read.Buffer.IsEmpty)
            {
                break;
            }
        }

        if (atMost < bytes.Count)
        {
            bytes.RemoveRange(atMost, bytes.Count - atMost);
        }

        Parse();
    }

    /// <summary>Reads that many more bytes, is cut off, and returns.</summary>
    public void Return(int cutAfter)
    {
        Stalled = false;
        Read(cutAfter);
        bytes.Clear();
        Subscription.Leave();
        pipe.Reader.Complete();
        Connect();
    }

    private void Connect()
    {
        pipe = new(new(
            pauseWriterThreshold: 200,
            resumeWriterThreshold: 100,
            readerScheduler: PipeScheduler.Inline,
            writerScheduler: PipeScheduler.Inline,
            useSynchronizationContext: false));
        var end = pipe;
        Subscription = new(pipe.Writer, topics, html, lastId, source.WriteResync, () =>
        {
            Aborted = true;
            end.Reader.Complete();
        });
        hub.Add(Subscription);
    }

    // Only whole frames: a browser ignores an incomplete one.
    private void Parse()
    {
        var text = Encoding.UTF8.GetString([.. bytes]);
        var whole = text.LastIndexOf("\n\n", StringComparison.Ordinal) + 2;
        if (whole < 2)
        {
            return;
        }

        var taken = text[..whole];
        bytes.RemoveRange(0, Encoding.UTF8.GetByteCount(taken));
        var parser = SseParser.Create(new MemoryStream(Encoding.UTF8.GetBytes(taken)));
        foreach (var item in parser.Enumerate())
        {
            lastId = parser.LastEventId is { Length: > 0 } id ? id : lastId;
            Events.Add(new(item.EventType, item.Data, lastId));
        }
    }
}

using System.Buffers;
using System.Text;
using PriceStream.Tests.Support;
using PriceStream.Web.Streaming;

namespace PriceStream.Tests.Streaming;

/// <summary>The bytes of every frame.</summary>
public sealed class StreamFramesTests
{
    private static readonly StreamFormat<string> Format = new(
        "change",
        _ => 1,
        (output, message) => Encoding.UTF8.GetBytes(message, output),
        (output, message) => Encoding.UTF8.GetBytes($"<b>{message}</b>", output));

    [Fact]
    public void Connected_has_the_delay_the_id_and_the_data() => Assert.Equal(
        "retry: 1373\nid: 6f1c-41\nevent: connected\n"
        + "data: {\"client_id\":\"ab12\",\"heartbeat_seconds\":30,\"last_event_id\":\"6f1c-42\"}\n\n",
        Written(output =>
        {
            StreamFrames.WriteRetry(output, TimeSpan.FromMilliseconds(1373.9));
            StreamFrames.WriteConnected(output, "6f1c-41", new("ab12", 30, "6f1c-42"));
        }));

    [Fact]
    public void Connected_has_no_id_when_a_resync_follows() => Assert.StartsWith(
        "event: connected\ndata: {",
        Written(output => StreamFrames.WriteConnected(output, id: null, new("ab12", 30, "6f1c-42"))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(840L, "840")]
    [InlineData(null, "null")]
    public void A_resync_has_its_reason_and_the_seconds_missed(long? seconds, string text) => Assert.Equal(
        $"event: resync\ndata: {{\"reason\":\"too long ago\",\"missed_seconds\":{text}}}\n\n",
        Written(output => StreamFrames.WriteResync(output, id: null, new("too long ago", seconds))));

    [Fact]
    public void A_goodbye_has_its_reason() => Assert.Equal(
        "event: bye\ndata: {\"reason\":\"shutdown\"}\n\n", Written(output => StreamFrames.WriteBye(output, "shutdown")));

    [Fact]
    public void A_refusal_has_a_delay_and_empty_data() => Assert.Equal(
        "retry: 2500\nevent: capacity\ndata: {}\n\n", Written(output => StreamFrames.WriteCapacity(output, TimeSpan.FromSeconds(2.5))));

    [Fact]
    public void A_heartbeat_has_the_time() => Assert.Equal(
        "event: heartbeat\ndata: {\"ts\":1736859296}\n\n",
        Encoding.UTF8.GetString(StreamFrames.RenderHeartbeat(DateTimeOffset.FromUnixTimeSeconds(1736859296))));

    [Fact]
    public void A_notice_has_its_name_and_data_and_no_id() => Assert.Equal(
        "event: feed\ndata: {\"ts\":1}\n\n", Encoding.UTF8.GetString(StreamFrames.RenderNotice("feed", [.. "{\"ts\":1}"u8])));

    [Fact]
    public void A_notice_keeps_its_published_bytes_and_renders_new_ones_for_later_clients()
    {
        var time = 1;
        var notice = new StreamNotice("feed", () => Encoding.UTF8.GetBytes($"{time}"));
        time = 2;

        Assert.Equal("event: feed\ndata: 1\n\n", Encoding.UTF8.GetString(notice.Published));
        Assert.Equal("event: feed\ndata: 2\n\n", Encoding.UTF8.GetString(notice.RenderNow()));
    }

    [Fact]
    public void A_message_has_its_epoch_and_number_as_its_id() => Assert.Equal(
        "id: 6f1c-1042\nevent: change\ndata: x\n\n", Written(output => StreamFrames.WriteMessage(output, "6f1c", 1042, "x", Format)));

    [Fact]
    public void Fragments_are_the_lines_of_one_unnamed_frame() => Assert.Equal(
        "data: <b>x</b>\ndata: <b>y</b>\n\n",
        Written(output =>
        {
            StreamFrames.WriteFragment(output, "x", Format.WriteFragment!);
            StreamFrames.WriteFragment(output, "y", Format.WriteFragment!);
            StreamFrames.EndFragments(output);
        }));

    [Theory]
    [InlineData("event: ")]
    [InlineData("data: ")]
    [InlineData("id: ")]
    [InlineData("retry: ")]
    public void No_other_file_writes_the_text_of_an_event_stream(string field)
    {
        var files = Directory.EnumerateFiles(Repository.WebFolder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Where(file => HasLiteralWith(File.ReadAllText(file), field));

        Assert.Equal(["StreamFrames.cs"], files.Select(Path.GetFileName));
    }

    // A field begins its line: a literal or, in one, the text after \n.
    private static bool HasLiteralWith(string code, string field) =>
        code.Contains('"' + field, StringComparison.Ordinal) || code.Contains("\\n" + field, StringComparison.Ordinal);

    private static string Written(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}

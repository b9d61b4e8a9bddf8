namespace PriceStream.Tests.Streaming.Relay;

/// <summary>A new epoch starts when ids would be ambiguous.</summary>
public sealed class PostgresRelayEpochTests : PostgresRelayCase
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_instance_whose_numbers_others_have_used_starts_a_new_epoch_for_all(bool isNoticedByTheLease)
    {
        await One.PublishAsync("a", 11);
        await Other.ReadAsync();
        await One.ReadAsync();
        One.IsBuffering = true; // it cannot reach the store, but the others can
        await One.PublishAsync("b", 12);
        await TakeOverAsync();
        await Other.PublishAsync("c", 21);
        var before = Other.Hub.Epoch;
        Assert.Equal(One.Hub.LastEventId, Other.Hub.LastEventId); // the same id for different messages

        if (isNoticedByTheLease)
        {
            Assert.False(await One.HoldAsync(Minutes));
            One.Discard();
        }

        await One.ReadAsync();
        await Other.ReadAsync();

        Assert.NotEqual(before, One.Hub.Epoch);
        Assert.Equal(One.Hub.LastEventId, Other.Hub.LastEventId);
        await One.FlushAsync(); // what waits is refused
        await Other.PublishAsync("d", 22, 23);
        await One.ReadAsync();
        Assert.Equal(One.Hub.Epoch + "-2", Other.Hub.LastEventId);
        Assert.Equal(Other.Hub.LastEventId, One.Hub.LastEventId);
        Assert.Equal([22, 23], One.Applied.TakeLast(2));
    }

    [Fact]
    public async Task Numbers_that_never_arrived_are_not_used_again()
    {
        await One.PublishAsync("a", 11);
        await One.ReadAsync();
        One.IsBuffering = true;
        await One.PublishAsync("b", 12);
        await TakeOverAsync();
        Assert.False(await One.HoldAsync(Minutes));
        One.Discard();
        var before = One.Hub.Epoch;

        await One.ReadAsync();
        await Other.PublishAsync("c", 21);
        await One.ReadAsync();

        Assert.NotEqual(before, One.Hub.Epoch);
        Assert.Equal(Other.Hub.LastEventId, One.Hub.LastEventId);
    }

    [Fact]
    public async Task A_new_epoch_starts_when_the_database_has_lost_what_the_instances_have_read()
    {
        await One.PublishAsync("a", 11, 12);
        await One.ReadAsync();
        await Other.ReadAsync();
        var before = One.Hub.Epoch;
        await Database.RunAsync("DELETE FROM relay; UPDATE relay_head SET last = 1"); // as from an older backup

        await Other.ReadAsync();
        await One.PublishAsync("b", 13);
        await Other.ReadAsync();

        Assert.NotEqual(before, One.Hub.Epoch);
        Assert.Equal(One.Hub.Epoch + "-1", Other.Hub.LastEventId);
        Assert.Equal(Other.Hub.LastEventId, One.Hub.LastEventId);
    }
}

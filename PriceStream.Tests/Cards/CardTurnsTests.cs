using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Cards;
using PriceStream.Web.History;

namespace PriceStream.Tests.Cards;

/// <summary>Who waits for a card, and for how long.</summary>
public sealed class CardTurnsTests : IDisposable
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(FakeUpstream.Start);

    private readonly SettableClock clock = new(Start);
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly CardMetrics metrics;
    private readonly CardTurns turns;

    public CardTurnsTests()
    {
        metrics = new(services.GetRequiredService<IMeterFactory>());
        turns = new(metrics, clock);
    }

    public void Dispose()
    {
        turns.Dispose();
        services.Dispose();
    }

    [Fact]
    public async Task Requests_for_the_same_card_share_one_rendering()
    {
        var end = new TaskCompletionSource<PriceCard>();
        var calls = 0;
        var waiting = Enumerable.Range(0, 50).Select(_ => AskAsync(4151, () =>
        {
            Interlocked.Increment(ref calls);
            return end.Task;
        })).ToList();
        var one = Card();
        end.SetResult(one);

        Assert.All(await Task.WhenAll(waiting), card => Assert.Same(one, card));
        Assert.Equal((1, 1), (calls, metrics.Total));
    }

    [Fact]
    public async Task One_card_is_rendered_at_a_time()
    {
        var (running, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(1, CardTurns.MostWaiting).Select(id => AskAsync(id, async () =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return Card();
        })));

        Assert.Equal((1, CardTurns.MostWaiting), (most, metrics.Total));
    }

    [Fact]
    public async Task An_error_reaches_everybody_who_waits_and_the_next_request_tries_again()
    {
        var end = new TaskCompletionSource<PriceCard>();
        Task<PriceCard?>[] waiting = [AskAsync(2, () => end.Task), AskAsync(2, () => end.Task)];
        end.SetException(new IOException("no disk"));
        foreach (var each in waiting)
        {
            await Assert.ThrowsAsync<IOException>(() => each);
        }

        var card = Card();
        Assert.Same(card, await AskAsync(2, () => Task.FromResult(card)));
        Assert.Equal(1, metrics.Total);
    }

    [Fact]
    public async Task A_card_that_takes_too_long_is_not_waited_for()
    {
        var old = Card();
        await AskAsync(2, () => Task.FromResult(old));
        clock.Advance(TimeSpan.FromMinutes(5));
        var end = new TaskCompletionSource<PriceCard>();
        Task<PriceCard?>[] waiting = [AskAsync(2, () => end.Task), AskAsync(4151, () => end.Task)];
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal([old, null], await Task.WhenAll(waiting));
        end.SetResult(Card());
    }

    [Fact]
    public async Task A_client_that_leaves_does_not_end_the_rendering_for_the_others()
    {
        var end = new TaskCompletionSource<PriceCard>();
        using var leaving = new CancellationTokenSource();
        var gone = turns.GetAsync(new(2, ChartPeriod.Default), () => end.Task, leaving.Token);
        var stays = AskAsync(2, () => end.Task);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);

        end.SetResult(Card());
        Assert.Same(await end.Task, await stays);
    }

    [Fact]
    public void The_cards_in_memory_are_bounded_and_those_asked_for_last_stay()
    {
        const int Size = 100_000;
        var shelf = new CardShelf();
        for (var id = 1; id <= 1000; id++)
        {
            shelf.Put(Key(id), new(new byte[Size], Window: 0));
            shelf.Put(Key(id), new(new byte[Size], Window: 1)); // replaces the other
            Assert.NotNull(shelf.Find(Key(1))); // is asked for all the time
            Assert.InRange(shelf.Bytes, Size, CardShelf.MaxBytes);
        }

        var kept = Enumerable.Range(1, 1000).Where(id => shelf.Find(Key(id)) is not null).ToList();
        const int Most = CardShelf.MaxBytes / Size;
        Assert.Equal([1, .. Enumerable.Range(1000 - Most + 2, Most - 1)], kept);
    }

    private static CardKey Key(int id) => new(id, ChartPeriod.Default);

    private PriceCard Card() => new([1, 2, 3], PriceCard.WindowOf(clock.GetUtcNow()));

    private Task<PriceCard?> AskAsync(int id, Func<Task<PriceCard>> render) =>
        turns.GetAsync(Key(id), render, TestContext.Current.CancellationToken);
}

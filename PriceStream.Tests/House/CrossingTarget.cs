namespace PriceStream.Tests.House;

/// <summary>What <see cref="CompiledCodeTests"/> looks for.</summary>
internal class CrossingTarget
{
    public static int Next(int number) => number + 1;
}

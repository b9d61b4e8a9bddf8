using Mono.Cecil;

namespace PriceStream.Tests.House;

/// <summary>RoomTests sees every kind of use. Each nested class uses <see cref="CrossingTarget"/> in one way.</summary>
public sealed class CompiledCodeTests
{
    private static readonly ModuleDefinition Tests = ModuleDefinition.ReadModule(typeof(CompiledCodeTests).Assembly.Location);

    public static TheoryData<string> Kinds =>
        [.. typeof(CompiledCodeTests).GetNestedTypes(System.Reflection.BindingFlags.NonPublic)
            .Where(type => typeof(IUse).IsAssignableFrom(type) && type.IsClass).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_use_is_found(string kind)
    {
        var type = Tests.GetType(typeof(CompiledCodeTests).FullName).NestedTypes.Single(type => type.Name == kind);
        Assert.Contains(CompiledCode.Uses(type), use => use.Used.Name == nameof(CrossingTarget));
    }

    private interface IUse;

    private sealed class AsABaseType : CrossingTarget, IUse;

    private sealed class InAField : IUse
    {
        public CrossingTarget Field { get; } = new();
    }

    private sealed class InAParameter : IUse
    {
        public static void Take(CrossingTarget? target) => _ = target;
    }

    private sealed class InAGenericArgument : IUse
    {
        public static int Count() => new List<Dictionary<int, CrossingTarget[]>>().Count;
    }

    private sealed class InALambda : IUse
    {
        public static Func<int> Make(int number) => () => CrossingTarget.Next(number);
    }

    private sealed class InAnAsyncMethod : IUse
    {
        public static async Task<int> RunAsync()
        {
            await Task.Yield();
            return CrossingTarget.Next(1);
        }
    }

    private sealed class InATypeof : IUse
    {
        public static Type Make() => typeof(CrossingTarget);
    }

    [Crossing(typeof(CrossingTarget))]
    private sealed class InAnAttribute : IUse;

    private sealed class InAConstraint<T> : IUse
        where T : CrossingTarget;

    private sealed class InACatch : IUse
    {
        public static bool Run()
        {
            try
            {
                return true;
            }
            catch (Exception e) when (e.Data[0] is CrossingTarget)
            {
                return false;
            }
        }
    }

    [AttributeUsage(AttributeTargets.Class)]
    private sealed class CrossingAttribute(Type type) : Attribute
    {
        public Type Type => type;
    }
}

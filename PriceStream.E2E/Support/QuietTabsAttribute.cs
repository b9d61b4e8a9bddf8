using System.Reflection;
using Xunit.v3;

[assembly: PriceStream.E2E.Support.QuietTabs]

namespace PriceStream.E2E.Support;

/// <summary>Fails a test when one of its tabs has complaints that the test has not excused: see <see cref="Tab"/>.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class QuietTabsAttribute : BeforeAfterTestAttribute
{
    public override void After(MethodInfo methodUnderTest, IXunitTest test) => Tab.AssertAllQuiet(test.UniqueID);
}

using System.Reflection;
using Xunit.v3;

[assembly: PriceStream.E2E.Support.QuietTabs]

namespace PriceStream.E2E.Support;

/// <summary>
/// Fails a test whose tabs had a console message, a script error, a refused request
/// or a breach of the Content-Security-Policy.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class QuietTabsAttribute : BeforeAfterTestAttribute
{
    public override void After(MethodInfo methodUnderTest, IXunitTest test) => Tab.AssertAllQuiet(test.UniqueID);
}

namespace PriceStream.Web.Requests;

/// <summary>Positive integers separated by commas; each is kept once.</summary>
/// <param name="isComparable">Whether the value is an <see cref="IdList"/> and not an array.</param>
public sealed class IdListType(int maxCount, bool isComparable = false) : ParameterType
{
    private static readonly WholeNumberType Id = new(1, int.MaxValue);

    public int MaxCount => maxCount;

    public override string Allowed => $"must be up to {maxCount} positive integers separated by commas";

    public override object? Read(string text)
    {
        var parts = text.Split(',', maxCount + 1);
        if (parts.Length > maxCount)
        {
            return null;
        }

        var ids = new HashSet<int>();
        foreach (var part in parts)
        {
            if (Id.Read(part.Trim()) is not int id)
            {
                return null;
            }

            ids.Add(id);
        }

        return isComparable ? new IdList(ids) : ids.ToArray();
    }
}

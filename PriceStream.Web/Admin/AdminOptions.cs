using PriceStream.Web.Settings;

namespace PriceStream.Web.Admin;

/// <summary>The administrator's login. Without a password there is no administrator's page.</summary>
[SettingsSection("Admin")]
public sealed record AdminOptions : ICheckedOptions
{
    /// <summary>The output of <see cref="HashPasswordCommand"/>, or empty.</summary>
    [Secret]
    public string PasswordHash { get; init; } = "";

    public PasswordHash? Password => Web.Admin.PasswordHash.Parse(PasswordHash);

    public bool Enabled => Password is not null;

    public void Check(SettingsReader settings)
    {
        if (PasswordHash.Length > 0 && !Enabled)
        {
            settings.Reject("Admin:PasswordHash", $"the output of PriceStream.Web {HashPasswordCommand.Name}", secret: true);
        }
    }
}

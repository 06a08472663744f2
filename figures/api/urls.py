"""Where this floor's resources are."""

from django.urls import path

from figures.api import figures, photos
from figures.api import refusals as _refusals  # noqa: F401 - makes its problems known

urlpatterns = [
    path("photos", photos.Photos.as_view(), name="api-photos"),
    path("photos/<slug:photo_id>", photos.PhotoDetail.as_view(), name="api-photo"),
    path("photos/<slug:photo_id>/face", photos.PhotoFace.as_view(), name="api-photo-face"),
    path("figures", figures.Figures.as_view(), name="api-figures"),
    path("figures/options", figures.FigureOptions.as_view(), name="api-figure-options"),
    path("figures/<slug:figure_id>", figures.FigureDetail.as_view(), name="api-figure"),
    path(
        "figures/<slug:figure_id>/consent",
        figures.FigureConsent.as_view(),
        name="api-figure-consent",
    ),
    path("generators", figures.Generators.as_view(), name="api-generators"),
    path(
        "figures/<slug:figure_id>/cancel", figures.FigureCancel.as_view(), name="api-figure-cancel"
    ),
    path("figures/<slug:figure_id>/retry", figures.FigureRetry.as_view(), name="api-figure-retry"),
]
